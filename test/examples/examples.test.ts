import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../architecture/source-files.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { authority } from '../support/https-server.js';
import { startRancher, type StandInRancher } from '../support/rancher/stand-in-rancher.js';
import { exampleFiles, exampleText } from './example-files.js';

/** Serves on standard streams until its client goes: mcp-stdio-client.ts runs it and judges what it says. */
const RUN_BY_ANOTHER = ['mcp-stdio-server.ts'];
/** Expects that a cluster is unknown, which holds in an empty folder too. */
const CONTENT_WITHOUT_CLUSTERS = ['errors.ts'];

const programs = exampleFiles().filter((file) => !RUN_BY_ANOTHER.includes(file));
const needingClusters = programs.filter(
  (file) => exampleText(file).includes('process.argv[2]') && !CONTENT_WITHOUT_CLUSTERS.includes(file),
);

/** What the programs that ask a Rancher are told. */
async function rancherVariables(rancher: StandInRancher, folder: string): Promise<Record<string, string>> {
  const certificate = join(folder, 'rancher-authority.pem');
  await writeFile(certificate, authority.certificate);
  return { RANCHER_URL: rancher.url, RANCHER_TOKEN: rancher.token, NODE_EXTRA_CA_CERTS: certificate };
}

function run(file: string, folder: string, variables: Record<string, string> = {}): Promise<{ stdout: string; stderr: string }> {
  const program = ['--import', 'tsx', join('examples', file), folder];
  return promisify(execFile)(process.execPath, program, { cwd: PROJECT_ROOT, timeout: 50_000, env: { ...process.env, ...variables } });
}

await describeWithFleet('examples', () => {
  const fleet = sharedFleet();
  afterAll(async () => (await fleet).close());

  test.each(programs)(
    '%s runs, finds its assertions true and ends by itself',
    async (file) => {
      await using rancher = await startRancher({ clusters: [{ id: 'c-m-00000001', name: 'prod-1' }] });
      const own = await mkdtemp(join(tmpdir(), 'fleetwright-example-'));
      const { stdout } = await run(file, (await fleet).kubeconfigDirectory, await rancherVariables(rancher, own));
      await rm(own, { recursive: true });
      expect(stdout).not.toBe('');
    },
    60_000,
  );

  test.each(needingClusters)(
    '%s fails when there is no cluster',
    async (file) => {
      await expect(run(file, join(PROJECT_ROOT, 'examples'))).rejects.toMatchObject({ code: 1 });
    },
    60_000,
  );
});
