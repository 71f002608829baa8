import { listAt, recordsAt, textAt, valueAt, type PlainObject } from '../object-values.js';

/** Another object that an object names, and by what. */
export interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** `volume data`, `env of main`. */
  readonly by: string;
  /** It may be missing without harm. */
  readonly optional: boolean;
}

/** The API server mounts it into every pod. */
const EVERYWHERE = 'kube-root-ca.crt';

const POD_SPECS: readonly (readonly string[])[] = [
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec'],
];

/** What an object mounts, reads its environment from, claims and scales: named by its spec, whether it exists or not. */
export function namedObjects(object: PlainObject): readonly NamedObject[] {
  const spec = POD_SPECS.map((path) => valueAt(object, ...path)).find((candidate) => listAt(candidate, 'containers').length > 0);
  const all = spec === undefined ? others(object) : [...podReferences(spec), ...others(object)];
  return all.filter((one, index) => all.findIndex((other) => other.kind === one.kind && other.name === one.name) === index);
}

function podReferences(spec: unknown): readonly NamedObject[] {
  const containers = [...recordsAt(spec, 'initContainers'), ...recordsAt(spec, 'containers')];
  const account = textAt(spec, 'serviceAccountName');
  return [
    ...recordsAt(spec, 'volumes').flatMap(volumeReferences),
    ...containers.flatMap(containerReferences),
    ...recordsAt(spec, 'imagePullSecrets').flatMap((secret) => named('Secret', textAt(secret, 'name'), 'image pull', false)),
    ...(account === 'default' ? [] : named('ServiceAccount', account, 'its identity', false)),
    ...named('PriorityClass', textAt(spec, 'priorityClassName'), 'priority', false, 'scheduling.k8s.io/v1'),
  ];
}

function volumeReferences(volume: PlainObject): readonly NamedObject[] {
  const by = `volume ${textAt(volume, 'name') ?? ''}`;
  const parts = [volume, ...recordsAt(volume, 'projected', 'sources')];
  return parts.flatMap((part) => [
    ...named('PersistentVolumeClaim', textAt(part, 'persistentVolumeClaim', 'claimName'), by, false),
    ...named('ConfigMap', textAt(part, 'configMap', 'name'), by, valueAt(part, 'configMap', 'optional') === true),
    ...named(
      'Secret',
      textAt(part, 'secret', 'secretName') ?? textAt(part, 'secret', 'name'),
      by,
      valueAt(part, 'secret', 'optional') === true,
    ),
  ]);
}

function containerReferences(container: PlainObject): readonly NamedObject[] {
  const by = `env of ${textAt(container, 'name') ?? ''}`;
  const sources = [
    ...recordsAt(container, 'envFrom').map((from) => [valueAt(from, 'configMapRef'), valueAt(from, 'secretRef')]),
    ...recordsAt(container, 'env').map((entry) => [
      valueAt(entry, 'valueFrom', 'configMapKeyRef'),
      valueAt(entry, 'valueFrom', 'secretKeyRef'),
    ]),
  ];
  return sources.flatMap(([configMap, secret]) => [
    ...named('ConfigMap', textAt(configMap, 'name'), by, valueAt(configMap, 'optional') === true),
    ...named('Secret', textAt(secret, 'name'), by, valueAt(secret, 'optional') === true),
  ]);
}

/** Kinds other than those that run pods. */
function others(object: PlainObject): readonly NamedObject[] {
  const scaled = valueAt(object, 'spec', 'scaleTargetRef');
  const backends = recordsAt(object, 'spec', 'rules').flatMap((rule) => recordsAt(rule, 'http', 'paths'));
  const isIngress = textAt(object, 'kind') === 'Ingress';
  return [
    ...named(textAt(scaled, 'kind') ?? '', textAt(scaled, 'name'), 'scales it', false, textAt(scaled, 'apiVersion')),
    ...(isIngress
      ? backends.flatMap((path) =>
          named('Service', textAt(path, 'backend', 'service', 'name'), `path ${textAt(path, 'path') ?? '/'}`, false),
        )
      : []),
    ...(isIngress ? recordsAt(object, 'spec', 'tls').flatMap((tls) => named('Secret', textAt(tls, 'secretName'), 'tls', false)) : []),
    ...(textAt(object, 'kind') === 'PersistentVolumeClaim'
      ? [
          ...named('PersistentVolume', textAt(object, 'spec', 'volumeName'), 'bound to', false),
          ...named('StorageClass', textAt(object, 'spec', 'storageClassName'), 'class', false, 'storage.k8s.io/v1'),
        ]
      : []),
  ];
}

function named(kind: string, name: string | undefined, by: string, optional: boolean, apiVersion = 'v1'): readonly NamedObject[] {
  return name === undefined || name === '' || name === EVERYWHERE || kind === '' ? [] : [{ apiVersion, kind, name, by, optional }];
}
