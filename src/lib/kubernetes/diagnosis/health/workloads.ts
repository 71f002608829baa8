import { findingAbout, type Finding } from '../finding.js';
import { objectOf, ratio, rowsOf, textOf, type HealthPart, type HealthScope, type PartResult, type Row } from './health-part.js';

type Served = { readonly available: number; readonly wanted: number };

function availabilityOf(kind: 'Deployment' | 'StatefulSet' | 'DaemonSet', plural: string, served: (row: Row) => Served): HealthPart {
  return async (scope: HealthScope): Promise<PartResult | undefined> => {
    const rows = await rowsOf(scope, plural, 'apps/v1', kind);
    if (rows === undefined) return undefined;
    const short = rows.filter((row) => served(row).available < served(row).wanted);
    return {
      facts: [`${plural}: ${rows.length - short.length} of ${rows.length} available`],
      findings: short.map((row): Finding => {
        const { available, wanted } = served(row);
        const { text, name, namespace } = objectOf(row, scope.namespace);
        const none = available === 0;
        return findingAbout(text, {
          severity: none ? 'critical' : 'warning',
          code: `${kind}Unavailable`,
          title: none ? `${plural} without any available pod` : `${plural} with too few available pods`,
          facts: [`${text}: ${available} of ${wanted} available`],
          meaning: none ? 'they serve nothing' : 'they serve with less than they should, or are rolling out',
          next: [{ operation: 'workloads_diagnose', input: { kind, name, namespace } }],
        });
      }),
    };
  };
}

/** Workloads with fewer pods than they want. */
export const workloads: readonly HealthPart[] = [
  availabilityOf('Deployment', 'deployments', (row) => ({
    available: Number(textOf(row, 'available')),
    wanted: ratio(textOf(row, 'ready')).of,
  })),
  availabilityOf('StatefulSet', 'stateful sets', (row) => {
    const { done, of } = ratio(textOf(row, 'ready'));
    return { available: done, wanted: of };
  }),
  availabilityOf('DaemonSet', 'daemon sets', (row) => ({
    available: Number(textOf(row, 'available')),
    wanted: Number(textOf(row, 'desired')),
  })),
];
