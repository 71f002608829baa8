import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NskIntegration } from '../../../../src/lib/integrations/nsk/nsk-integration.js';
import type { NskIntegrationOptions } from '../../../../src/lib/integrations/nsk/nsk-options.js';
import { authority } from '../../../support/https-server.js';
import { startRancher, type RancherCluster, type RancherOptions, type StandInRancher } from '../../../support/rancher/stand-in-rancher.js';

/** Clusters of these names. */
export const clusters = (...names: string[]): RancherCluster[] =>
  names.map((name, index) => ({ id: `c-m-${String(index).padStart(8, '0')}`, name }));
export const many = (count: number): RancherCluster[] =>
  clusters(...Array.from({ length: count }, (_, index) => `cluster-${String(index)}`));

/** Quick tries, so that tests need not wait for seconds. */
const QUICK = { firstWaitMs: 5, longestWaitMs: 20 };

/** A Rancher that is none, a folder, and what is opened on both. */
export interface Stage {
  readonly rancher: StandInRancher;
  readonly directory: string;
  readonly open: (changes?: Partial<NskIntegrationOptions>) => NskIntegration;
  /** Name and content of each kubeconfig. */
  readonly files: () => Promise<Record<string, string>>;
}

export async function withStage(options: RancherOptions, use: (stage: Stage) => Promise<void>): Promise<void> {
  await using rancher = await startRancher(options);
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-nsk-'));
  const directory = join(folder, 'clusters');
  const opened: NskIntegration[] = [];
  try {
    await use({
      rancher,
      directory,
      open: (changes = {}) => {
        const nsk = new NskIntegration({
          directory,
          mode: 'rancher',
          rancherUrl: rancher.url,
          rancherToken: () => rancher.token,
          certificateAuthority: authority.certificate,
          retryRules: QUICK,
          ...changes,
        });
        opened.push(nsk);
        return nsk;
      },
      files: async () => {
        const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).sort();
        return Object.fromEntries(
          await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const)),
        );
      },
    });
  } finally {
    for (const nsk of opened) await nsk.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
