import type { ClusterFacts, ReportedState } from '../../src/lib/clusters/cluster-facts.js';
import type { ManagedDirectory } from '../../src/lib/sources/managed-directory.js';

/** A managed directory whose facts, and whether it can be prepared and read, a test changes at any time. */
export interface ChangingDirectory extends ManagedDirectory {
  /** By the file stem. */
  known: Record<string, ClusterFacts>;
  unprepared: Error | undefined;
  unread: Error | undefined;
  prepared: number;
  /** Tells whoever watches. */
  changed(): void;
}

export function changingDirectory(directory: string, known: Record<string, ClusterFacts> = {}, prefix?: string): ChangingDirectory {
  const listeners = new Set<() => void>();
  const self: ChangingDirectory = {
    name: 'Rancher prod',
    directory,
    prefix,
    known,
    unprepared: undefined,
    unread: undefined,
    prepared: 0,
    prepare: async () => {
      self.prepared += 1;
      if (self.unprepared !== undefined) throw self.unprepared;
    },
    facts: async () => {
      if (self.unread !== undefined) throw self.unread;
      return new Map(Object.entries(self.known).map(([stem, facts]) => [`${directory}/${stem}.yaml`, facts]));
    },
    watch: (onChange) => {
      listeners.add(onChange);
      return { close: () => void listeners.delete(onChange) };
    },
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
  return self;
}

/** What Rancher says of a cluster, as of now. */
export function reportedAs(state: ReportedState['state'], message?: string, changes: Partial<ReportedState> = {}): ClusterFacts {
  return { labels: {}, reported: { by: 'Rancher prod', state, message, observedAt: new Date().toISOString(), ...changes } };
}
