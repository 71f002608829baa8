import { objectFinding } from '../../kubernetes/custom-resources/object-names.js';
import { ageOf, countOf, moment, plainText, some } from '../../kubernetes/diagnosis/fact-text.js';
import type { Finding, FindingText } from '../../kubernetes/diagnosis/finding.js';
import { recordsAt, textAt, textsAt, valueAt, type PlainObject } from '../../kubernetes/object-values.js';
import { statusStep } from './application-steps.js';
import { isAutomated, resourceName, resourcesOf } from './application.js';
import { operationFindings } from './judge-operation.js';
import { unwellObjects } from './judge-resources.js';

const STALE_MS = 60 * 60_000;
const SLOW_MS = 15 * 60_000;
const LONGEST_MESSAGE = 600;

/** What is wrong with one application, as its controller tells it. */
export function judgeApplication(application: PlainObject, now: number): Finding[] {
  const rules = [unreconciled, conditions, operationFindings, unwellObjects, progressing, outOfSync, deleting];
  return rules.flatMap((rule) => rule(application, now).map((text) => objectFinding(application, text)));
}

function unreconciled(application: PlainObject, now: number): FindingText[] {
  const reconciled = textAt(application, 'status', 'reconciledAt');
  const age = ageOf(reconciled ?? textAt(application, 'metadata', 'creationTimestamp'), now) ?? 0;
  if (age < (reconciled === undefined ? SLOW_MS / 3 : STALE_MS)) return [];
  return [
    {
      severity: 'warning',
      code: 'NotReconciled',
      title: 'its controller does not look at it',
      facts: [reconciled === undefined ? 'it was never compared' : `last compared ${moment(reconciled, now)}`],
      meaning: 'the application controller is down, overloaded, or does not watch this namespace; what the status says may be old',
      next: [{ operation: 'pods_list', input: { labelSelector: 'app.kubernetes.io/part-of=argocd' } }],
    },
  ];
}

/** What conditions mean; those that end in Warning are warnings, all others keep it from working. */
const CONDITIONS: Readonly<Record<string, string>> = {
  ComparisonError:
    'its manifests could not be made or compared: the repository, the path, the chart or its values are wrong, or a cluster does not answer',
  InvalidSpecError: 'its project, repository or destination is not there, or not permitted by the project',
  SyncError: 'the automatic sync failed and is not tried again for this revision',
  DeletionError: 'it cannot delete its objects',
  UnknownError: 'its controller failed',
  SharedResourceWarning: 'two applications own the same object and undo each other',
  RepeatedResourceWarning: 'its manifests hold the same object twice; the last one wins',
  OrphanedResourceWarning: 'its namespace holds objects that no application owns',
  ExcludedResourceWarning: 'the configuration of Argo CD excludes some of its objects: they are not synced',
};

function conditions(application: PlainObject, now: number): FindingText[] {
  return recordsAt(application, 'status', 'conditions').flatMap((condition) => {
    const type = textAt(condition, 'type') ?? '';
    const isWarning = type.endsWith('Warning');
    if (!isWarning && !type.endsWith('Error')) return [];
    return [
      {
        severity: isWarning ? 'warning' : 'critical',
        code: type,
        title: isWarning ? 'its controller warns' : 'its controller reports an error',
        facts: [
          plainText(textAt(condition, 'message') ?? '', LONGEST_MESSAGE),
          `since ${moment(textAt(condition, 'lastTransitionTime'), now)}`,
        ],
        meaning: CONDITIONS[type] ?? 'see the message',
        next: [statusStep(application)],
      } satisfies FindingText,
    ];
  });
}

function progressing(application: PlainObject, now: number): FindingText[] {
  if (textAt(application, 'status', 'health', 'status') !== 'Progressing') return [];
  const since = textAt(application, 'status', 'health', 'lastTransitionTime');
  const age = ageOf(since, now);
  // Older releases do not tell since when.
  if (age !== undefined && age < SLOW_MS) return [];
  return [
    {
      severity: age === undefined ? 'info' : 'warning',
      code: 'Progressing',
      title: 'its objects are not ready yet',
      facts: [`health Progressing since ${moment(since, now)}`],
      meaning: 'a rollout takes long or is stuck; workloads_diagnose on its workloads tells why',
      next: [statusStep(application)],
    },
  ];
}

function outOfSync(application: PlainObject): FindingText[] {
  if (textAt(application, 'status', 'sync', 'status') !== 'OutOfSync') return [];
  const differing = resourcesOf(application).filter((resource) => textAt(resource, 'status') === 'OutOfSync');
  const surplus = differing.filter((resource) => valueAt(resource, 'requiresPruning') === true);
  const onlySurplus = surplus.length > 0 && surplus.length === differing.length;
  const automated = isAutomated(application);
  const prunes = valueAt(application, 'spec', 'syncPolicy', 'automated', 'prune') === true;
  const isHealing = valueAt(application, 'spec', 'syncPolicy', 'automated', 'selfHeal') === true;
  return [
    {
      severity: automated ? 'warning' : 'info',
      code: onlySurplus && !prunes ? 'PruneNeeded' : 'OutOfSync',
      title: onlySurplus ? 'objects are left that its manifests do not hold any more' : 'the cluster differs from its manifests',
      facts: [
        `${countOf(differing.length, 'object')} differ: ${some(differing.map(resourceName), 8)}`,
        ...(surplus.length === 0 ? [] : [`${countOf(surplus.length, 'object')} to prune`]),
        automated ? `synced by itself, prune ${prunes ? 'on' : 'off'}, self-heal ${isHealing ? 'on' : 'off'}` : 'synced by a person',
      ],
      meaning: meaningOf(automated, onlySurplus && !prunes, isHealing),
      next: [statusStep(application)],
    },
  ];
}

function meaningOf(automated: boolean, pruneOff: boolean, isHealing: boolean): string {
  if (pruneOff) return 'nothing deletes them: a person syncs with prune, or turns prune on';
  if (!automated) return 'it waits for a person to sync it';
  return isHealing
    ? 'the sync fails, something changes the objects again and again, or a field differs for ever (ignoreDifferences)'
    : 'a change in the cluster is not undone without self-heal; or the last sync of this revision failed';
}

function deleting(application: PlainObject, now: number): FindingText[] {
  const since = textAt(application, 'metadata', 'deletionTimestamp');
  if (since === undefined || (ageOf(since, now) ?? 0) < SLOW_MS / 3) return [];
  return [
    {
      severity: 'warning',
      code: 'DeletionStuck',
      title: 'its deletion does not end',
      facts: [`deleted ${moment(since, now)}`, `finalizers: ${textsAt(application, 'metadata', 'finalizers').join(', ')}`],
      meaning: 'its objects cannot be deleted: the destination does not answer, or an object of it is held by a finalizer of its own',
      next: [statusStep(application)],
    },
  ];
}
