import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterSession } from '../../../context.js';
import { FleetError } from '../../../errors.js';
import type { Manifest } from '../../../kubernetes/check-manifest.js';
import { findTarget, type ObjectTarget } from '../../../kubernetes/object-target.js';
import { listAt, textAt } from '../../../kubernetes/object-values.js';

/** An object of the input and where it goes. */
export interface PlannedManifest {
  readonly manifest: Manifest;
  /** Absent for a kind that an earlier object of the same input defines. */
  readonly target: ObjectTarget | undefined;
}

/** How long a new kind may take until the server serves it, milliseconds. */
const SERVED_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 150;

/**
 * Finds the place of every object before anything is written, so that a misspelt kind or namespace costs nothing.
 * @param namespace for objects that name none
 * @throws FleetError KIND_UNKNOWN, INPUT_INVALID, naming the document
 */
export async function planManifests(
  session: ClusterSession,
  manifests: readonly Manifest[],
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<readonly PlannedManifest[]> {
  const defined = new Set<string>();
  const planned: PlannedManifest[] = [];
  for (const manifest of manifests) {
    const known = defined.has(`${manifest.apiVersion} ${manifest.kind}`);
    const target = await placeOf(session, manifest, namespace, signal).catch((thrown: unknown) => {
      if (known && FleetError.isInstance(thrown) && thrown.code === 'KIND_UNKNOWN') return undefined;
      throw namingDocument(thrown, manifest);
    });
    planned.push({ manifest, target });
    for (const kind of definedKinds(manifest)) defined.add(kind);
  }
  return planned;
}

/** {@link planManifests} for a kind that was defined a moment ago: servers take a moment to serve it. */
export async function placeOfNewKind(
  session: ClusterSession,
  manifest: Manifest,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<ObjectTarget> {
  const giveUpAt = performance.now() + SERVED_WITHIN_MS;
  for (;;) {
    try {
      return await placeOf(session, manifest, namespace, signal);
    } catch (thrown) {
      const waits = FleetError.isInstance(thrown) && thrown.code === 'KIND_UNKNOWN' && performance.now() < giveUpAt;
      if (!waits) throw thrown;
      await pause(LOOK_AGAIN_MS, undefined, { signal });
    }
  }
}

async function placeOf(
  session: ClusterSession,
  manifest: Manifest,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<ObjectTarget> {
  const { apiVersion, kind, name } = manifest;
  const { kind: served } = await session.locate(manifest, { signal });
  if (served.kind !== kind) throw new FleetError('INPUT_INVALID', `the kind ${JSON.stringify(kind)} is spelt ${served.kind}.`);
  const where = manifest.namespace ?? (served.namespaced ? namespace : undefined);
  return await findTarget(session, { apiVersion, kind, name, namespace: where }, signal);
}

function definedKinds({ apiVersion, kind, object }: Manifest): string[] {
  if (kind !== 'CustomResourceDefinition' || !apiVersion.startsWith('apiextensions.k8s.io/')) return [];
  const [group, named] = [textAt(object, 'spec', 'group'), textAt(object, 'spec', 'names', 'kind')];
  return listAt(object, 'spec', 'versions').map((version) => `${group ?? ''}/${textAt(version, 'name') ?? ''} ${named ?? ''}`);
}

function namingDocument(thrown: unknown, { document, line }: Manifest): unknown {
  if (!FleetError.isInstance(thrown)) return thrown;
  const { code, cluster, hint, details } = thrown;
  const message = `Document ${String(document)} (line ${String(line)}): ${thrown.message} Nothing was done.`;
  return new FleetError(code, message, { cluster, cause: thrown, hint, details: { document, line, ...details } });
}
