import { ClusterManager } from '../../../../src/lib/cluster-manager.js';

/** Real requests to clusters, again and again, until they are ended. */
export interface Traffic {
  /** Resolves once every cluster answered that many more times. */
  readonly answers: (times: number) => Promise<void>;
  /** Ends it. Every failure, in words; how many requests there were. */
  readonly stop: () => Promise<{ readonly requests: number; readonly failures: readonly string[] }>;
}

/** `versions`: what each cluster has to answer under `/version`. Anything else, and any error, is a failure. */
export async function startTraffic(directory: string, versions: Readonly<Record<string, string>>): Promise<Traffic> {
  const manager = new ClusterManager({ kubeconfigDir: directory });
  await manager.start();
  const failures: string[] = [];
  const counts = new Map(Object.keys(versions).map((name) => [name, 0]));
  let running = true;
  const follow = async (name: string): Promise<void> => {
    while (running) {
      const said = await askVersion(manager, name).catch((thrown: unknown) => String(thrown));
      if (said !== versions[name]) failures.push(`${name}: ${said}`);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const loops = [...counts.keys()].map(follow);
  return {
    answers: async (times) => {
      const goals = new Map([...counts].map(([name, count]) => [name, count + times]));
      while ([...goals].some(([name, goal]) => (counts.get(name) ?? 0) < goal)) await new Promise((resolve) => setImmediate(resolve));
    },
    stop: async () => {
      running = false;
      await Promise.all(loops);
      await manager.close();
      return { requests: [...counts.values()].reduce((sum, count) => sum + count, 0), failures };
    },
  };
}

/** The version of the API server that answers for a cluster. */
export async function askVersion(manager: ClusterManager, cluster: string): Promise<string> {
  const session = await manager.session(cluster);
  const { text } = await session.request({ path: '/version', signal: AbortSignal.timeout(20_000) });
  return /"gitVersion":\s*"([^"]+)"/.exec(text)?.[1] ?? text;
}
