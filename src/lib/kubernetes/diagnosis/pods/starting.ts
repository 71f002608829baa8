import { eventText } from '../event-facts.js';
import { ageOf, moment, plainText } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { textAt } from '../../object-values.js';
import { containersOfPod } from './container-facts.js';
import { podFinding, podStep, type PodEvidence } from './pod-evidence.js';

/** A node starts a container within minutes, also with a large image. */
const SLOW_MS = 5 * 60_000;

const REFUSALS: Readonly<Record<string, string>> = {
  CreateContainerConfigError: 'what the container takes its configuration from is not right',
  CreateContainerError: 'the runtime could not create the container',
  RunContainerError: 'the runtime could not start the command',
  StartError: 'the runtime could not start the command',
  ContainerCannotRun: 'the runtime could not start the command',
  PreStartHookError: 'the pre-start hook failed',
  PostStartHookError: 'the post-start hook failed',
};

const DETAILS: readonly (readonly [RegExp, string])[] = [
  [
    /couldn't find key|references non-existent (secret|config) key/i,
    'a key is missing in a ConfigMap or Secret that is there: create it, or correct the reference',
  ],
  [
    /(configmap|secret) .*not found/i,
    'a ConfigMap or Secret that the container refers to does not exist in this namespace: create it, or correct its name',
  ],
  [/runAsNonRoot/i, 'runAsNonRoot is set and the image runs as root: set runAsUser, or use another image'],
  [/executable file not found|no such file or directory/i, 'the command is not in the image: look at command, args and the image'],
  [/permission denied/i, 'the command may not be executed by the user of the container'],
];

const EVENTS: Readonly<Record<string, string>> = {
  FailedMount: 'a volume cannot be mounted: a Secret, ConfigMap or claim is missing, or the storage does not answer',
  FailedMapVolume: 'a block volume cannot be mapped',
  FailedAttachVolume: 'the volume is not attached to the node: another node may still hold it',
  FailedCreatePodSandBox: 'the network of the pod cannot be set up: look at the CNI plugin of the node',
  FailedPostStartHook: 'the post-start hook failed, so the container is killed',
  NetworkNotReady: 'the network of the node is not ready: look at its CNI plugin',
};

/** Containers that have a node and an image, and do not start. */
export function starting({ pod, events, now }: PodEvidence): readonly Finding[] {
  const waiting = containersOfPod(pod).filter((container) => container.waiting !== undefined);
  const refused = waiting.flatMap(({ name, role, waiting: state }): Finding[] => {
    const meaning = REFUSALS[state?.reason ?? ''];
    if (state === undefined || meaning === undefined) return [];
    const detail = DETAILS.find(([says]) => says.test(state.message))?.[1];
    return [
      podFinding(pod, {
        severity: 'critical',
        code: state.reason,
        title: `${role} ${name} cannot be started`,
        facts: [`waiting: ${state.reason} (${plainText(state.message)})`],
        meaning: detail ?? meaning,
        next: [podStep(pod, 'pods_get')],
      }),
    ];
  });
  if (refused.length > 0) return refused;
  const creating = waiting.some(({ waiting: state }) => state?.reason === 'ContainerCreating' || state?.reason === 'PodInitializing');
  const told = Object.entries(EVENTS).flatMap(([reason, meaning]): Finding[] => {
    const event = events.find((one) => one.reason === reason);
    if (event === undefined || !creating) return [];
    const title = `it cannot start: ${reason}`;
    return [
      podFinding(pod, {
        severity: 'critical',
        code: reason,
        title,
        facts: [eventText(event, now)],
        meaning,
        next: [podStep(pod, 'pods_get')],
      }),
    ];
  });
  if (told.length > 0) return told;
  return slow(waiting.find(({ waiting: state }) => state?.reason === 'ContainerCreating')?.name, { pod, now });
}

function slow(container: string | undefined, { pod, now }: Pick<PodEvidence, 'pod' | 'now'>): Finding[] {
  const start = textAt(pod, 'status', 'startTime');
  if (container === undefined || (ageOf(start, now) ?? 0) < SLOW_MS) return [];
  return [
    podFinding(pod, {
      severity: 'warning',
      code: 'ContainerCreating',
      title: `container ${container} has been starting for long`,
      facts: [`on its node since ${moment(start, now)}`, 'no warning event says why'],
      meaning: 'a large image, a slow volume, or a kubelet that hangs: look at the node',
      next: [{ operation: 'nodes_diagnose', input: { name: textAt(pod, 'spec', 'nodeName') ?? '' } }],
    }),
  ];
}
