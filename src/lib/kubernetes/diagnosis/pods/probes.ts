import { numberAt, recordAt, textAt, valueAt, type PlainObject } from '../../object-values.js';
import { eventText, type EventFacts } from '../event-facts.js';
import { ageOf, countOf } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { containersOfPod, type ContainerFacts } from './container-facts.js';
import { podFinding, podStep, type PodEvidence } from './pod-evidence.js';

/** Failed probes of a container that is ready again count for this long (milliseconds). */
const RECENT_MS = 10 * 60_000;

const KINDS = {
  Liveness: {
    field: 'livenessProbe',
    meaning: 'the kubelet kills and restarts the container after enough failures: it hangs, answers too slowly, or the probe is wrong',
  },
  Readiness: {
    field: 'readinessProbe',
    meaning: 'services send it no traffic while the probe fails: it cannot serve yet, or the probe is wrong',
  },
  Startup: {
    field: 'startupProbe',
    meaning: 'the container has not started up in time and is killed: it needs longer, or the probe is wrong',
  },
} as const;

type ProbeKind = keyof typeof KINDS;

/** Probes that fail now, or did a moment ago. */
export function probes({ pod, events, now }: PodEvidence): readonly Finding[] {
  return containersOfPod(pod).flatMap((container) =>
    (Object.keys(KINDS) as ProbeKind[]).flatMap((kind): Finding[] => {
      const event = events.find((one) => isAbout(one, kind, container));
      if (event === undefined) return [];
      const recent = (ageOf(event.last, now) ?? Number.POSITIVE_INFINITY) < RECENT_MS;
      if (!recent && container.ready) return [];
      const { field, meaning } = KINDS[kind];
      return [
        podFinding(pod, {
          severity: container.ready ? 'warning' : 'critical',
          code: `${kind}ProbeFailed`,
          title: `${kind.toLowerCase()} probe of ${container.role} ${container.name} fails`,
          facts: [
            eventText(event, now),
            `probe: ${probeText(recordAt(container.spec, field))}`,
            `the container is ${container.ready ? 'ready again' : 'not ready'}, ${countOf(container.restarts, 'restart')}`,
          ],
          meaning,
          next: [podStep(pod, 'pods_log', { container: container.name })],
        }),
      ];
    }),
  );
}

function isAbout({ reason, message, container }: EventFacts, kind: ProbeKind, { name }: ContainerFacts): boolean {
  return reason === 'Unhealthy' && message.startsWith(`${kind} probe`) && (container === undefined || container === name);
}

/** `GET :8080/healthz every 10s, timeout 1s, 3 failures allowed` */
export function probeText(probe: PlainObject): string {
  const timing = `every ${numberAt(probe, 'periodSeconds') ?? 10}s, timeout ${numberAt(probe, 'timeoutSeconds') ?? 1}s, fails after ${countOf(numberAt(probe, 'failureThreshold') ?? 3, 'failure')}`;
  return `${actionText(probe)} ${timing}`;
}

function actionText(probe: PlainObject): string {
  const http = recordAt(probe, 'httpGet');
  if (Object.keys(http).length > 0) return `${textAt(http, 'scheme') ?? 'HTTP'} GET :${String(http['port'])}${textAt(http, 'path') ?? '/'}`;
  const tcp = valueAt(probe, 'tcpSocket', 'port') ?? valueAt(probe, 'grpc', 'port');
  if (typeof tcp === 'number' || typeof tcp === 'string') return `${probe['grpc'] === undefined ? 'TCP' : 'gRPC'} :${tcp}`;
  // Its words may hold anything, also passwords.
  return probe['exec'] === undefined ? 'none is defined any more' : 'a command in the container';
}
