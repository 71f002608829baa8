import { ageOf, moment, plainText } from '../../kubernetes/diagnosis/fact-text.js';
import type { FindingText } from '../../kubernetes/diagnosis/finding.js';
import { numberAt, recordAt, recordsAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { objectLook, statusStep } from './application-steps.js';
import { resourceName } from './application.js';

const SLOW_MS = 15 * 60_000;
const MOST_TOLD = 6;

/** What is wrong with the last operation (a sync, with its hooks), or with the one that runs. */
export function operationFindings(application: PlainObject, now: number): FindingText[] {
  const state = recordAt(application, 'status', 'operationState');
  const phase = textAt(state, 'phase');
  const message = plainText(textAt(state, 'message') ?? '', 600);
  if (phase === 'Failed' || phase === 'Error') {
    const failed = recordsAt(state, 'syncResult', 'resources').filter(isFailed);
    const retries = numberAt(state, 'retryCount') ?? 0;
    return [
      {
        severity: 'critical',
        code: phase === 'Failed' ? 'SyncFailed' : 'SyncBroken',
        title: 'its last sync did not succeed',
        facts: [
          `${phase} ${moment(textAt(state, 'finishedAt'), now)}${retries === 0 ? '' : ` after ${retries} retries`}: ${message}`,
          ...failed.slice(0, MOST_TOLD).map((one) => `${resourceName(one)}: ${plainText(textAt(one, 'message') ?? '')}`),
        ],
        meaning:
          failed.length === 0
            ? 'the sync as a whole could not run; see the message'
            : 'the cluster refused these objects, or their hooks failed',
        next: [statusStep(application), ...failed.slice(0, 2).flatMap((one) => objectLook(application, one) ?? [])],
      },
    ];
  }
  const started = textAt(state, 'startedAt');
  const age = ageOf(started, now) ?? 0;
  if (phase !== 'Running' || age < SLOW_MS) return [];
  return [
    {
      severity: 'warning',
      code: 'SyncRunning',
      title: 'a sync does not end',
      facts: [`runs since ${moment(started, now)}: ${message}`],
      meaning: 'it waits for a hook, for the health of a sync wave, or for an object that is being deleted',
      next: [statusStep(application)],
    },
  ];
}

function isFailed(resource: PlainObject): boolean {
  return textAt(resource, 'status') === 'SyncFailed' || ['Failed', 'Error'].includes(textAt(resource, 'hookPhase') ?? '');
}
