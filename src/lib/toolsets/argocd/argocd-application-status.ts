import { z } from 'zod';
import { findOne } from '../../kubernetes/custom-resources/find-objects.js';
import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { openKind } from '../../kubernetes/custom-resources/served-group.js';
import { plainText } from '../../kubernetes/diagnosis/fact-text.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { allNamespacesField, nameField } from '../../kubernetes/fields.js';
import { recordsAt, textAt, textsAt, type PlainObject } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { ARGO_CD, destinationOf, isAutomated, resourceName, resourcesOf, revisionsOf, shortRevision, sourcesOf } from './application.js';
import { statusOutput, type ApplicationStatus } from './status-output.js';
import { statusText } from './status-text.js';
import { deferred } from '../../platform/deferred.js';

const MOST_RESOURCES = 100;
const MOST_SYNCS = 5;
const MOST_IMAGES = 30;

export const argocdApplicationStatus = defineOperation({
  name: 'argocd_application_status',
  title: 'Status of an Argo CD application',
  description: 'One Argo CD application: sync, health, last operation, conditions, its objects, recent syncs, images.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ name: nameField(), namespace: allNamespacesField() })),
  output: statusOutput,
  handler: async (context, meant) => {
    const resource = await openKind(context, ARGO_CD, 'Application');
    return statusOf(await findOne(new Reading(context), resource, meant));
  },
  render: statusText,
});

function statusOf(application: PlainObject): ApplicationStatus {
  const text = (...path: string[]): string => plainText(textAt(application, ...path) ?? '');
  const reconciled = textAt(application, 'status', 'reconciledAt');
  const operation = operationOf(application);
  const resources = resourcesOf(application).map(resourceRow);
  return {
    namespace: namespaceOf(application),
    name: nameOf(application),
    project: text('spec', 'project'),
    sync: text('status', 'sync', 'status') || 'Unknown',
    health: text('status', 'health', 'status') || 'Unknown',
    automated: isAutomated(application),
    destination: destinationOf(application),
    sources: sourcesOf(application),
    revisions: revisionsOf(application),
    ...(reconciled === undefined ? {} : { reconciled }),
    ...(operation === undefined ? {} : { operation }),
    conditions: recordsAt(application, 'status', 'conditions').map((condition) => ({
      type: textAt(condition, 'type') ?? '?',
      message: plainText(textAt(condition, 'message') ?? '', 1000),
    })),
    resources: resources.sort((left, right) => rank(left) - rank(right)).slice(0, MOST_RESOURCES),
    resources_total: resources.length,
    syncs: recordsAt(application, 'status', 'history')
      .slice(-MOST_SYNCS)
      .reverse()
      .map((sync) => ({
        revision: [textAt(sync, 'revision') ?? '', ...textsAt(sync, 'revisions')]
          .filter((one) => one !== '')
          .map(shortRevision)
          .join(','),
        deployed: textAt(sync, 'deployedAt') ?? '',
      })),
    images: textsAt(application, 'status', 'summary', 'images').slice(0, MOST_IMAGES),
  };
}

function operationOf(application: PlainObject): ApplicationStatus['operation'] {
  const phase = textAt(application, 'status', 'operationState', 'phase');
  if (phase === undefined) return undefined;
  const started = textAt(application, 'status', 'operationState', 'startedAt');
  const finished = textAt(application, 'status', 'operationState', 'finishedAt');
  return {
    phase,
    message: plainText(textAt(application, 'status', 'operationState', 'message') ?? '', 1000),
    ...(started === undefined ? {} : { started }),
    ...(finished === undefined ? {} : { finished }),
  };
}

function resourceRow(resource: PlainObject): ApplicationStatus['resources'][number] {
  return {
    object: resourceName(resource),
    sync: textAt(resource, 'status') ?? '',
    health: textAt(resource, 'health', 'status') ?? '',
    message: plainText(textAt(resource, 'health', 'message') ?? ''),
  };
}

const UNWELL: readonly string[] = ['Degraded', 'Missing', 'Unknown', 'Progressing', 'Suspended'];

function rank({ sync, health }: ApplicationStatus['resources'][number]): number {
  const unwell = UNWELL.indexOf(health);
  if (unwell !== -1) return unwell;
  return sync === 'OutOfSync' ? UNWELL.length : UNWELL.length + 1;
}
