import type { Product } from '../../kubernetes/custom-resources/served-group.js';
import { recordAt, recordsAt, textAt, textsAt, valueAt, type PlainObject } from '../../kubernetes/object-values.js';

export const ARGO_CD: Product = { product: 'Argo CD', group: 'argoproj.io', versions: ['v1alpha1'] };

/** One place that manifests come from. */
export interface ApplicationSource {
  readonly repository: string;
  /** A folder of the repository, or a chart. */
  readonly path: string;
  /** A branch, a tag or a version, as the application asks for it. */
  readonly wanted: string;
}

/** Where the manifests come from; an application has one source or a list of them. */
export function sourcesOf(application: PlainObject): ApplicationSource[] {
  const several = recordsAt(application, 'spec', 'sources');
  const all = several.length > 0 ? several : [recordAt(application, 'spec', 'source')];
  return all.flatMap((source) => {
    const repository = textAt(source, 'repoURL');
    if (repository === undefined) return [];
    return [
      { repository, path: textAt(source, 'chart') ?? textAt(source, 'path') ?? '', wanted: textAt(source, 'targetRevision') ?? 'HEAD' },
    ];
  });
}

/** The revisions that were compared, shortened where they are commits. */
export function revisionsOf(application: PlainObject): string[] {
  const several = textsAt(application, 'status', 'sync', 'revisions');
  const all = several.length > 0 ? several : [textAt(application, 'status', 'sync', 'revision') ?? ''];
  return all.filter((revision) => revision !== '').map(shortRevision);
}

export function shortRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 8) : revision;
}

/** `prod-eu/shop`: cluster and namespace that it deploys to. */
export function destinationOf(application: PlainObject): string {
  const cluster = textAt(application, 'spec', 'destination', 'name') ?? textAt(application, 'spec', 'destination', 'server') ?? '?';
  return `${cluster} ${textAt(application, 'spec', 'destination', 'namespace') ?? ''}`.trim();
}

/** Whether it deploys into the very cluster that Argo CD runs in: only then can its objects be looked at here. */
export function deploysHere(application: PlainObject): boolean {
  const { name, server } = recordAt(application, 'spec', 'destination');
  return name === 'in-cluster' || server === 'https://kubernetes.default.svc';
}

/** Whether it is synced without a person; `enabled: false` switches that off again. */
export function isAutomated(application: PlainObject): boolean {
  const automated = valueAt(application, 'spec', 'syncPolicy', 'automated');
  return typeof automated === 'object' && automated !== null && valueAt(automated, 'enabled') !== false;
}

/** `Deployment shop/web` */
export function resourceName(resource: PlainObject): string {
  const namespace = textAt(resource, 'namespace') ?? '';
  return `${textAt(resource, 'kind') ?? '?'} ${namespace === '' ? '' : `${namespace}/`}${textAt(resource, 'name') ?? '?'}`;
}

/** Its objects, as they were compared last. */
export function resourcesOf(application: PlainObject): readonly PlainObject[] {
  return recordsAt(application, 'status', 'resources');
}
