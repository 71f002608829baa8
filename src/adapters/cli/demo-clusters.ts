import type { LocalClusterOptions } from '../../testing/index.js';

const PLACES = ['prod', 'staging', 'dev'] as const;

/** The clusters of the demo: prod-1, staging-1, dev-1, prod-2 and so on, by turns of the old and the current version, with something to look at in each. */
export function demoClusters(count: number): readonly LocalClusterOptions[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${PLACES[index % PLACES.length] ?? 'dev'}-${String(Math.floor(index / PLACES.length) + 1)}`,
    version: index % 2 === 0 ? '1.24.17' : 'current',
    nodes: 2,
    seed: {
      namespace: 'shop',
      deployments: { web: 3, api: 2 },
      failingPods: 1,
      configMaps: { settings: { colour: 'green' } },
      secrets: { database: { username: 'shop', password: 'not-a-real-one' } },
      events: [{ pod: 'failing-0000', reason: 'BackOff', message: 'Back-off restarting failed container', type: 'Warning' }],
      crd: true,
    },
  }));
}
