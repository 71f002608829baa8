import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import type { NextStep } from '../../kubernetes/diagnosis/finding.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { deploysHere } from './application.js';

/** All that is known of the application. */
export function statusStep(application: PlainObject): NextStep {
  return { operation: 'argocd_application_status', input: { name: nameOf(application), namespace: namespaceOf(application) } };
}

const WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'];

/** A look at an object of the application; undefined where it is on another cluster, which this one does not name. */
export function objectLook(application: PlainObject, resource: PlainObject): NextStep | undefined {
  const kind = textAt(resource, 'kind');
  const name = textAt(resource, 'name');
  const version = textAt(resource, 'version');
  if (!deploysHere(application) || kind === undefined || name === undefined || version === undefined) return undefined;
  const namespace = textAt(resource, 'namespace');
  const where = { name, ...(namespace === undefined ? {} : { namespace }) };
  if (kind === 'Pod') return { operation: 'pods_diagnose', input: where };
  if (WORKLOADS.includes(kind)) return { operation: 'workloads_diagnose', input: { kind, ...where } };
  const group = textAt(resource, 'group') ?? '';
  return { operation: 'resources_get', input: { apiVersion: group === '' ? version : `${group}/${version}`, kind, ...where } };
}
