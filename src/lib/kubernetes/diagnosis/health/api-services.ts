import { findingAbout } from '../finding.js';
import { rowsOf, textOf, type HealthPart } from './health-part.js';

/** Aggregated APIs whose server does not answer. */
export const apiServices: HealthPart = async (scope) => {
  const rows = await rowsOf(scope, 'API services', 'apiregistration.k8s.io/v1', 'APIService', false);
  if (rows === undefined) return undefined;
  return {
    facts: [],
    findings: rows
      .filter((row) => !textOf(row, 'available').startsWith('True'))
      .map((row) =>
        findingAbout(textOf(row, 'name'), {
          severity: 'critical',
          code: 'ApiServiceUnavailable',
          title: 'aggregated APIs do not answer',
          facts: [`${textOf(row, 'name')}, served by ${textOf(row, 'service')}: ${textOf(row, 'available')}`],
          meaning: 'what they serve (metrics, say) is missing, and namespaces cannot be deleted meanwhile',
          next: [
            {
              operation: 'resources_get',
              input: { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', name: textOf(row, 'name') },
            },
          ],
        }),
      ),
  };
};
