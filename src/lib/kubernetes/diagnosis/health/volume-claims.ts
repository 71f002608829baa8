import { findingAbout } from '../finding.js';
import { objectOf, rowsOf, textOf, type HealthPart } from './health-part.js';

/** Volume claims that are not bound. */
export const volumeClaims: HealthPart = async (scope) => {
  const rows = await rowsOf(scope, 'volume claims', 'v1', 'PersistentVolumeClaim');
  if (rows === undefined) return undefined;
  const open = rows.filter((row) => textOf(row, 'status') !== 'Bound');
  return {
    facts: rows.length === 0 ? [] : [`volume claims: ${rows.length - open.length} of ${rows.length} bound`],
    findings: open.map((row) => {
      const { text, name, namespace } = objectOf(row, scope.namespace);
      const status = textOf(row, 'status');
      return findingAbout(text, {
        severity: status === 'Lost' ? 'critical' : 'warning',
        code: `Claim${status}`,
        title: `volume claims are ${status}`,
        facts: [`${text}: storage class ${textOf(row, 'storageclass') || 'none'}, age ${textOf(row, 'age')}`],
        meaning:
          status === 'Lost' ? 'their volumes are gone' : 'no volume was made for them yet; with WaitForFirstConsumer they wait for a pod',
        next: [{ operation: 'events_list', input: { namespace, fieldSelector: `involvedObject.name=${name}` } }],
      });
    }),
  };
};
