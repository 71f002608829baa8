import { recordsAt, textAt, type PlainObject } from '../../object-values.js';
import type { Finding } from '../finding.js';
import { objectStep, podFinding, type PodEvidence } from './pod-evidence.js';

/** The claims that a pod mounts, ephemeral ones by the name they get. */
export function claimNames(pod: PlainObject): string[] {
  return recordsAt(pod, 'spec', 'volumes').flatMap((volume) => {
    const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
    if (claim !== undefined) return [claim];
    return volume['ephemeral'] === undefined ? [] : [`${textAt(pod, 'metadata', 'name') ?? ''}-${textAt(volume, 'name') ?? ''}`];
  });
}

/** Volume claims that hold a pod up. */
export function claims({ pod, claims: found }: PodEvidence): readonly Finding[] {
  const namespace = textAt(pod, 'metadata', 'namespace');
  return Object.entries(found).flatMap(([name, claim]): Finding[] => {
    if (claim === 'missing') {
      return [
        podFinding(pod, {
          severity: 'critical',
          code: 'ClaimMissing',
          title: `volume claim ${name} does not exist`,
          facts: [`the pod mounts the claim ${name}`, `namespace ${namespace ?? ''} has none of that name`],
          meaning: 'create the claim, or correct its name in the pod',
          next: [{ operation: 'resources_list', input: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: namespace ?? '' } }],
        }),
      ];
    }
    const phase = textAt(claim, 'status', 'phase') ?? 'Pending';
    if (phase === 'Bound') return [];
    const storageClass = textAt(claim, 'spec', 'storageClassName');
    return [
      podFinding(pod, {
        severity: 'critical',
        code: phase === 'Lost' ? 'ClaimLost' : 'ClaimPending',
        title: `volume claim ${name} is ${phase}`,
        facts: [
          `storage class: ${storageClass === undefined || storageClass === '' ? 'none' : storageClass}`,
          `asks for ${textAt(claim, 'spec', 'resources', 'requests', 'storage') ?? 'nothing'}`,
        ],
        meaning:
          phase === 'Lost'
            ? 'the volume that the claim was bound to is gone, and its data with it unless it can be restored'
            : storageClass === undefined || storageClass === ''
              ? 'no storage class makes a volume for it, and no volume that is there fits'
              : `the provisioner of the storage class "${storageClass}" made no volume yet (with WaitForFirstConsumer it waits until the pod can be scheduled)`,
        next: [
          {
            operation: 'events_list',
            input: { namespace: namespace ?? '', fieldSelector: `involvedObject.kind=PersistentVolumeClaim,involvedObject.name=${name}` },
          },
          ...(storageClass === undefined || storageClass === '' ? [] : [objectStep('storage.k8s.io/v1', 'StorageClass', storageClass)]),
        ],
      }),
    ];
  });
}
