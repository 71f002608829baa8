import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ClusterSource } from '../../src/lib/clusters/source.js';
import { FleetError } from '../../src/lib/errors.js';
import { failureOf } from '../support/descriptor.js';

/** A source in a world that the test can change. */
export interface SourceSubject {
  readonly source: ClusterSource;
  /** Names that it lists at first; at least one. */
  readonly names: readonly string[];
  /** Text that stands in its credentials and must never leave through a listing. */
  readonly secret: string;
  /** Gives the first cluster other connection data. */
  readonly change: () => Promise<void> | void;
  /** Adds a cluster, and gives its name. */
  readonly add?: () => Promise<string> | string;
  /** Takes the first cluster away. */
  readonly remove?: () => Promise<void> | void;
  /** Makes the whole source unlistable. */
  readonly breakAll: () => Promise<void> | void;
  readonly dispose: () => Promise<void> | void;
}

const signal = new AbortController().signal;

/** What every cluster source promises. Call it in the test file of each source. */
export function describeSourceContract(
  title: string,
  make: () => Promise<SourceSubject> | SourceSubject,
  traits: { readonly oneForEver?: boolean } = {},
): void {
  describe(`${title}: source contract`, () => {
    let subject: SourceSubject;
    beforeEach(async () => {
      subject = await make();
    });
    afterEach(async () => {
      await subject.dispose();
    });

    const listNames = async (): Promise<string[]> => (await subject.source.list(signal)).clusters.map((cluster) => cluster.name).sort();

    it('lists what is there, each cluster with its origin, and the same again', async () => {
      const first = await subject.source.list(signal);
      const second = await subject.source.list(signal);
      expect(first.clusters.map((cluster) => cluster.name).sort()).toEqual([...subject.names].sort());
      expect(first.failures).toEqual([]);
      expect(second.clusters.map((cluster) => cluster.fingerprint)).toEqual(first.clusters.map((cluster) => cluster.fingerprint));
      for (const cluster of first.clusters) {
        expect(cluster.origin.source).not.toBe('');
        expect(cluster.fingerprint).not.toBe('');
      }
    });

    it('connects to each with an address', async () => {
      for (const cluster of (await subject.source.list(signal)).clusters) {
        const settings = await cluster.connect(signal);
        expect(new URL(settings.server).protocol).toMatch(/^https?:$/);
        expect(settings.namespace).not.toBe('');
      }
    });

    it('shows no secret in a listing', async () => {
      expect(JSON.stringify(await subject.source.list(signal))).not.toContain(subject.secret);
    });

    it('throws FleetError SOURCE_FAILED when it cannot be listed, and recovers from nothing else', async () => {
      await subject.breakAll();
      const error = await failureOf(subject.source.list(signal));
      expect(error.code).toBe('SOURCE_FAILED');
      expect(error.hint).not.toBe('');
      expect(JSON.stringify(error)).not.toContain(subject.secret);
    });

    it('ends when its signal is aborted', async () => {
      await expect(subject.source.list(AbortSignal.abort(new FleetError('CANCELLED', 'Enough.')))).rejects.toThrow('Enough.');
    });

    it('gives a changed cluster another fingerprint, and calls back', async () => {
      const [before] = (await subject.source.list(signal)).clusters;
      const told = watchOnce(subject.source);
      await subject.change();
      await told;
      const after = (await subject.source.list(signal)).clusters.find((cluster) => cluster.name === before?.name);
      expect(after?.fingerprint).toBeDefined();
      expect(after?.fingerprint).not.toBe(before?.fingerprint);
    });

    const addAndRemove = traits.oneForEver === true ? undefined : it;
    addAndRemove?.('shows an added and a removed cluster, and calls back', async () => {
      await subject.source.list(signal);
      const toldOfAdded = watchOnce(subject.source);
      const added = (await subject.add?.()) ?? '';
      await toldOfAdded;
      expect(await listNames()).toEqual([...subject.names, added].sort());
      const toldOfRemoved = watchOnce(subject.source);
      await subject.remove?.();
      await toldOfRemoved;
      expect(await listNames()).toEqual([...subject.names.slice(1), added].sort());
    });

    it('says nothing after its watch was closed, and closes twice', async () => {
      let calls = 0;
      const watch = subject.source.watch?.(() => (calls += 1));
      watch?.close();
      watch?.close();
      const told = watchOnce(subject.source);
      await subject.change();
      await told;
      expect(calls).toBe(0);
    });
  });
}

/** Resolves at the first call back. */
function watchOnce(source: ClusterSource): Promise<void> {
  return new Promise((resolve) => {
    const watch = source.watch?.(resolve);
    onTestFinished(() => watch?.close());
  });
}
