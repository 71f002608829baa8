import { countOf } from '../../kubernetes/diagnosis/fact-text.js';
import { textTable } from '../../platform/text-table.js';
import type { ApplicationStatus } from './status-output.js';

/** About one screen for a usual application. */
export function statusText(status: ApplicationStatus & { readonly cluster?: string }): string {
  const { operation, resources, resources_total: total, syncs, images, conditions } = status;
  const count = countOf(total, 'object');
  return [
    `${status.cluster ?? ''}: Application ${status.namespace}/${status.name}: sync ${status.sync}, health ${status.health}`,
    `- project ${status.project}, deploys to ${status.destination}, ${status.automated ? 'synced by itself' : 'synced by a person'}`,
    ...status.sources.map(({ repository, path, wanted }) => `- from ${repository} ${path} at ${wanted}`),
    ...(status.revisions.length === 0 ? [] : [`- revision ${status.revisions.join(', ')}`]),
    ...(status.reconciled === undefined ? ['- never reconciled'] : [`- reconciled ${status.reconciled}`]),
    ...(operation === undefined
      ? []
      : [`- last operation ${operation.phase} (${operation.finished ?? operation.started ?? '?'}): ${operation.message}`]),
    ...conditions.map(({ type, message }) => `- ${type}: ${message}`),
    ...syncs.map(({ revision, deployed }) => `- synced ${revision} at ${deployed}`),
    ...(images.length === 0 ? [] : [`- images: ${images.join(', ')}`]),
    total === resources.length ? `${count}:` : `${count}, the first ${resources.length} (troubled ones first):`,
    textTable(
      ['object', 'sync', 'health', 'message'],
      resources.map(({ object, sync, health, message }) => [object, sync, health, message]),
    ),
  ].join('\n');
}
