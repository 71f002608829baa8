import type { ClusterContext } from '../../../context.js';
import { FleetError } from '../../../errors.js';
import type { ObjectTarget } from '../../../kubernetes/object-target.js';
import { waitFor } from '../../../kubernetes/wait-for.js';
import { READY } from '../../../kubernetes/wait-goal.js';
import type { WaitRequest } from '../../../kubernetes/wait-request.js';
import { applyManifest } from './apply-manifest.js';
import type { ApplyResult } from './apply-result.js';
import { incompleteApply, incompleteWait } from './incomplete-apply.js';
import { placeOfNewKind, type PlannedManifest } from './plan-manifests.js';

export interface ApplyOptions {
  /** For objects that name none. */
  readonly namespace?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly diff?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly wait?: WaitRequest | undefined;
}

/** A definition of a kind that is not accepted within this time will not be; milliseconds. */
const ESTABLISHED_WITHIN_MS = 30_000;

interface Done {
  readonly result: ApplyResult;
  /** Absent when the object was not looked at. */
  readonly target?: ObjectTarget | undefined;
}

/**
 * Applies the objects in their order and stops at the first that fails. New kinds are waited for before what follows, and all objects
 * in the end where that was asked for.
 * @throws FleetError with the code of the first failure and the `results` of all objects in details
 */
export async function applyManifests(
  context: ClusterContext,
  planned: readonly PlannedManifest[],
  options: ApplyOptions,
): Promise<ApplyResult[]> {
  const done: Done[] = [];
  const telling = countProgress(context);
  for (const each of planned) {
    try {
      done.push(await applyOne(telling, each, planned, options));
    } catch (thrown) {
      throw incompleteApply(
        thrown,
        done.map(({ result }) => result),
        planned,
      );
    }
    telling.progress({ done: done.length, message: `${done.at(-1)?.result.status ?? ''}: ${each.manifest.kind} ${each.manifest.name}` });
  }
  if (options.wait !== undefined) await waitForAll(telling, done, options.wait);
  return done.map(({ result }) => result);
}

async function applyOne(
  context: ClusterContext,
  { manifest, target: known }: PlannedManifest,
  planned: readonly PlannedManifest[],
  options: ApplyOptions,
): Promise<Done> {
  const { cluster: session, signal } = context;
  const { namespace, dryRun, diff, force } = options;
  const unchecked = (message: string): Done => ({
    result: { document: manifest.document, kind: manifest.kind, name: manifest.name, status: 'not checked', message },
  });
  if (known === undefined && dryRun === true) return unchecked('its kind is defined by this input, which a dry run does not create');
  const target = known ?? (await placeOfNewKind(session, manifest, namespace, signal));
  try {
    const result = await applyManifest(session, manifest, target, { dryRun, diff, force, signal });
    const mustSettle = target.kind.kind === 'CustomResourceDefinition' && dryRun !== true && result.status !== 'unchanged';
    if (mustSettle) await waitFor(context, target, READY, { timeoutMs: ESTABLISHED_WITHIN_MS });
    return { result, target };
  } catch (thrown) {
    if (dryRun === true && lacksNamespaceOfInput(thrown, target, planned)) {
      return unchecked('its namespace is made by this input, which a dry run does not create');
    }
    throw thrown;
  }
}

function lacksNamespaceOfInput(thrown: unknown, { namespace }: ObjectTarget, planned: readonly PlannedManifest[]): boolean {
  if (!FleetError.isInstance(thrown) || thrown.code !== 'NOT_FOUND' || thrown.details?.['object'] !== namespace) return false;
  return planned.some(({ manifest }) => manifest.kind === 'Namespace' && manifest.name === namespace);
}

/** The time is that of all objects together. */
async function waitForAll(context: ClusterContext, done: Done[], { goal, timeoutMs }: WaitRequest): Promise<void> {
  const endsAt = performance.now() + timeoutMs;
  for (const [index, { result, target }] of done.entries()) {
    if (target === undefined) continue;
    try {
      const { state } = await waitFor(context, target, goal, { timeoutMs: Math.max(1, endsAt - performance.now()) });
      done[index] = { result: { ...result, state }, target };
    } catch (thrown) {
      throw incompleteWait(
        thrown,
        done.map((each) => each.result),
        index,
      );
    }
  }
}

/** One count for all parts of the call: progress must not go back. */
function countProgress(context: ClusterContext): ClusterContext {
  let told = 0;
  return { ...context, progress: ({ message }) => context.progress({ done: (told += 1), message }) };
}
