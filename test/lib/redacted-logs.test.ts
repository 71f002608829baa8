import { expect, test } from 'vitest';
import { ClusterManager, createFleet, type Logger } from '../../src/index.js';
import { SECRET, temporaryDirectory } from '../support/kubeconfigs.js';

function recorder(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, logger: { log: (level, message, fields) => lines.push(JSON.stringify({ level, message, fields })) } };
}

const carelessListener = (): never => {
  throw new Error(`login failed, token=${SECRET}`);
};

test('what a listener throws reaches the logger of a program without its secrets', async () => {
  const folder = temporaryDirectory();
  const { logger, lines } = recorder();
  const fleet = createFleet({ kubeconfigDir: folder.path }, { logger });
  fleet.on('operation-finished', carelessListener);
  await fleet.run('clusters_list', {});
  await fleet.close();
  folder.remove();
  expect(lines.filter((line) => line.includes('login failed'))).toHaveLength(1);
  expect(lines.join('\n')).not.toContain(SECRET);
});

test('a cluster manager alone masks its lines too', async () => {
  const { logger, lines } = recorder();
  const clusters = new ClusterManager({
    sources: [
      {
        name: 'inventory',
        list: async () => Promise.reject(new Error(`inventory answered 401 for https://me:${SECRET}@inventory.example.test`)),
      },
    ],
    logger,
  });
  await clusters.list();
  await clusters.close();
  expect(lines.join('\n')).toContain('inventory');
  expect(lines.join('\n')).not.toContain(SECRET);
});
