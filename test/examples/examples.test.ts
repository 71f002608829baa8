import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../architecture/source-files.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';

const examples = readdirSync(join(PROJECT_ROOT, 'examples')).filter((file) => file.endsWith('.ts'));

await describeWithFleet('examples', () => {
  const fleet = sharedFleet();
  afterAll(async () => (await fleet).close());

  test.each(examples)(
    '%s runs and exits with 0',
    async (file) => {
      const { kubeconfigDirectory } = await fleet;
      const program = [join(PROJECT_ROOT, 'node_modules/tsx/dist/cli.mjs'), join('examples', file), kubeconfigDirectory];
      const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: PROJECT_ROOT });
      expect(stdout).not.toBe('');
    },
    60_000,
  );

  test.each(examples)(
    '%s says so with its exit code when there is no cluster',
    async (file) => {
      const program = [join(PROJECT_ROOT, 'node_modules/tsx/dist/cli.mjs'), join('examples', file), join(PROJECT_ROOT, 'examples')];
      const run = promisify(execFile)(process.execPath, program, { cwd: PROJECT_ROOT });
      // errors.ts expects that the cluster is unknown, which holds in an empty folder too.
      if (file === 'errors.ts') await run;
      else await expect(run).rejects.toMatchObject({ code: 1 });
    },
    60_000,
  );
});
