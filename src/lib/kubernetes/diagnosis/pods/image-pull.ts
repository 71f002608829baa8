import { recordsAt, textAt } from '../../object-values.js';
import { eventText } from '../event-facts.js';
import { countOf, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { containersOfPod } from './container-facts.js';
import { imageCause } from './image-causes.js';
import { podFinding, podStep, type PodEvidence } from './pod-evidence.js';

const REASONS = ['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError', 'RegistryUnavailable'];

/** Containers that wait for an image. */
export function imagePulls({ pod, events, now }: PodEvidence): readonly Finding[] {
  const logins = recordsAt(pod, 'spec', 'imagePullSecrets').map((reference) => textAt(reference, 'name') ?? '');
  return containersOfPod(pod).flatMap(({ name, role, image, waiting }): Finding[] => {
    if (waiting === undefined || !REASONS.includes(waiting.reason)) return [];
    const failure = events.find(
      ({ reason, message, container }) =>
        reason === 'Failed' && message.includes('image') && (container === undefined || container === name),
    );
    // "Back-off pulling image" says nothing of the cause: the event of the try itself does.
    const cause = imageCause([waiting.reason, failure?.message ?? '', waiting.message].join(' ').replaceAll(image, ''));
    return [
      podFinding(pod, {
        severity: 'critical',
        code: waiting.reason === 'ErrImagePull' ? 'ImagePullBackOff' : waiting.reason,
        title: `image of ${role} ${name}: ${cause.title}`,
        facts: [
          `image: ${plainText(image)}`,
          `waiting: ${waiting.reason}${waiting.message === '' ? '' : ` (${plainText(waiting.message)})`}`,
          ...(failure === undefined ? [] : [eventText(failure, now)]),
          logins.length === 0
            ? 'the pod itself names no registry login'
            : `the pod names ${countOf(logins.length, 'registry login')}: ${logins.join(', ')}`,
        ],
        meaning: cause.meaning,
        next: [podStep(pod, 'pods_get')],
      }),
    ];
  });
}
