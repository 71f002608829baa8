import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../architecture/source-files.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { exampleFiles, exampleText } from './example-files.js';

/** Serves on standard streams until its client goes: mcp-stdio-client.ts runs it and judges what it says. */
const RUN_BY_ANOTHER = ['mcp-stdio-server.ts'];
/** Expects that a cluster is unknown, which holds in an empty folder too. */
const CONTENT_WITHOUT_CLUSTERS = ['errors.ts'];

const programs = exampleFiles().filter((file) => !RUN_BY_ANOTHER.includes(file));
const needingClusters = programs.filter(
  (file) => exampleText(file).includes('process.argv[2]') && !CONTENT_WITHOUT_CLUSTERS.includes(file),
);

function run(file: string, folder: string): Promise<{ stdout: string; stderr: string }> {
  const program = ['--import', 'tsx', join('examples', file), folder];
  return promisify(execFile)(process.execPath, program, { cwd: PROJECT_ROOT, timeout: 50_000 });
}

await describeWithFleet('examples', () => {
  const fleet = sharedFleet();
  afterAll(async () => (await fleet).close());

  test.each(programs)(
    '%s runs, finds its assertions true and ends by itself',
    async (file) => {
      const { stdout } = await run(file, (await fleet).kubeconfigDirectory);
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
