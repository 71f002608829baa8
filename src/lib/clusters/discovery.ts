import { FleetError } from '../errors.js';
import { didYouMean } from '../platform/nearest.js';
import { SharedTask, SharedTasks } from '../platform/shared-task.js';
import { checkApiVersion } from './api-path.js';
import { kindsOfVersion, readAllKinds } from './all-kinds.js';
import { itemsOf, textOf } from './json-shape.js';
import { isRecord } from '../platform/plain-records.js';
import { builtInKinds, matchKind, type ServedKind } from './kind-names.js';
import type { Ask, ResourceReference, ServedKinds } from './session.js';

const KEEP_MS = 10 * 60_000;

interface Version {
  readonly kinds: readonly ServedKind[];
  readonly readAt: number;
}

/** Which kinds a cluster serves. Built-in kinds cost no request; any other API version costs one, kept for ten minutes. */
export class Discovery {
  readonly #cluster: string;
  readonly #versions = new Map<string, Version>();
  readonly #reading = new SharedTasks<Version>();
  readonly #readingAll = new SharedTask<ServedKinds>();
  #all: { readonly served: ServedKinds; readonly readAt: number } | undefined;

  constructor(cluster: string) {
    this.#cluster = cluster;
  }

  /** @throws FleetError KIND_UNKNOWN with the nearest kind, INPUT_INVALID for an apiVersion that is none. */
  async resolve(reference: ResourceReference, ask: Ask, signal: AbortSignal): Promise<ServedKind> {
    const apiVersion = checkApiVersion(reference.apiVersion);
    const builtIn = matchKind(builtInKinds(apiVersion), reference.kind);
    if (builtIn !== undefined) return builtIn;
    const kept = this.#versions.get(apiVersion);
    if (kept !== undefined && Date.now() - kept.readAt < KEEP_MS) {
      const found = matchKind(kept.kinds, reference.kind);
      if (found !== undefined) return found;
    }
    const fresh = await this.#read(apiVersion, ask, signal);
    const found = matchKind(fresh.kinds, reference.kind);
    if (found !== undefined) return found;
    const names = fresh.kinds.map((kind) => kind.kind);
    throw new FleetError(
      'KIND_UNKNOWN',
      `Cluster "${this.#cluster}" serves no kind ${JSON.stringify(reference.kind)} in ${apiVersion}.${didYouMean(reference.kind, names)}`,
      {
        cluster: this.#cluster,
        details: { apiVersion, kind: reference.kind, kinds: names.slice(0, 100) },
      },
    );
  }

  /** The kind behind a path. Asks again for a plural that was not there before. @throws FleetError KIND_UNKNOWN */
  async ofPlural(apiVersion: string, plural: string, ask: Ask, signal: AbortSignal): Promise<ServedKind> {
    const version = checkApiVersion(apiVersion);
    const inVersion = ({ kinds }: Version): ServedKind | undefined => kinds.find((kind) => kind.plural === plural);
    const kept = this.#versions.get(version);
    const known = kept !== undefined && Date.now() - kept.readAt < KEEP_MS ? inVersion(kept) : undefined;
    const found = known ?? inVersion(await this.#read(version, ask, signal));
    if (found !== undefined) return found;
    throw new FleetError('KIND_UNKNOWN', `Cluster "${this.#cluster}" serves no ${JSON.stringify(plural)} in ${version}.`, {
      cluster: this.#cluster,
      details: { apiVersion: version, plural },
    });
  }

  /** Every kind that the cluster serves, kept for ten minutes; an incomplete answer is not kept. */
  async all(ask: Ask, signal: AbortSignal): Promise<ServedKinds> {
    if (this.#all !== undefined && Date.now() - this.#all.readAt < KEEP_MS) return this.#all.served;
    return await this.#readingAll.run(async (shared) => {
      const served = await readAllKinds(ask, shared);
      if (served.failed.length === 0) this.#all = { served, readAt: Date.now() };
      return served;
    }, signal);
  }

  /** A path made from this knowledge was not found: ask the server next time. */
  forget(apiVersion: string): void {
    this.#all = undefined;
    this.#versions.delete(apiVersion);
  }

  #read(apiVersion: string, ask: Ask, signal: AbortSignal): Promise<Version> {
    const read = async (shared: AbortSignal): Promise<Version> => {
      const version = { kinds: await this.#request(apiVersion, ask, shared), readAt: Date.now() };
      this.#versions.set(apiVersion, version);
      return version;
    };
    return this.#reading.run(apiVersion, read, signal);
  }

  async #request(apiVersion: string, ask: Ask, signal: AbortSignal): Promise<readonly ServedKind[]> {
    try {
      const response = await ask({ path: apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`, signal });
      return kindsOfVersion(apiVersion, response.json());
    } catch (thrown) {
      if (FleetError.isInstance(thrown) && thrown.code === 'NOT_FOUND') throw await this.#unknownVersion(apiVersion, ask, signal);
      throw thrown;
    }
  }

  async #unknownVersion(apiVersion: string, ask: Ask, signal: AbortSignal): Promise<FleetError> {
    const groups = await ask({ path: '/apis', signal });
    const list = groups.json();
    const versions = itemsOf(isRecord(list) ? list['groups'] : undefined).flatMap((group) =>
      itemsOf(isRecord(group) ? group['versions'] : undefined).flatMap((version) =>
        isRecord(version) ? [textOf(version['groupVersion']) ?? ''] : [],
      ),
    );
    return new FleetError(
      'KIND_UNKNOWN',
      `Cluster "${this.#cluster}" does not serve the API version ${apiVersion}.${didYouMean(apiVersion, versions)}`,
      {
        cluster: this.#cluster,
        details: { apiVersion, apiVersions: versions.slice(0, 200) },
      },
    );
  }
}
