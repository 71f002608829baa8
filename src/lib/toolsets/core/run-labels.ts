import { FIELD_MANAGER } from '../../kubernetes/write-request.js';

const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** The labels of what pods_run makes, by which it is found again. */
export function runLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name, [MANAGED_BY]: FIELD_MANAGER, 'app.kubernetes.io/part-of': 'fleetwright-run' };
}

/** True for the labels of {@link runLabels}. */
export function areRunLabels(labels: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.entries(runLabels(name)).every(([key, value]) => labels[key] === value);
}
