import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installTarball, runIn, TYPESCRIPT } from './installed-package.js';

let folder = '';
beforeAll(async () => {
  folder = await installTarball();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const PROGRAM = `import { createFleet, FleetError, VERSION, type OperationOutput } from 'fleetwright';
import * as mcp from 'fleetwright/mcp';
import { startLocalFleet } from 'fleetwright/testing';

const fleet = createFleet({ kubeconfigDir: import.meta.dirname });
const answer: OperationOutput<'clusters_list'> = await fleet.run('clusters_list', {});
try {
  await fleet.run('pods_list', { cluster: 'nowhere' });
} catch (error) {
  if (FleetError.isInstance(error)) {
    console.log(JSON.stringify({ version: VERSION, total: answer.total, code: error.code, mcp: typeof mcp.serveMcpStdio, testing: typeof startLocalFleet }));
  }
}
await fleet.close();
`;

test('a program in TypeScript compiles against the package under NodeNext, strict, without skipLibCheck, and runs', async () => {
  const version = (JSON.parse(readFileSync(join(folder, 'node_modules/fleetwright/package.json'), 'utf8')) as { version: string }).version;
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  await runIn(folder, 'npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '@types/node@20']);
  const compiler = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--module',
    'NodeNext',
    '--target',
    'ES2022',
    '--types',
    'node',
    'program.ts',
  ];
  await runIn(folder, process.execPath, [TYPESCRIPT, ...compiler]);
  const printed: unknown = JSON.parse(await runIn(folder, process.execPath, ['program.js']));
  expect(printed).toEqual({ version, total: 0, code: 'CLUSTER_UNKNOWN', mcp: 'function', testing: 'function' });
});

test('a wrong operation name does not compile against the package either', async () => {
  writeFileSync(join(folder, 'wrong.ts'), "import { createFleet } from 'fleetwright';\nawait createFleet().run('pods_lst', {});\n");
  const compiler = ['--strict', '--module', 'NodeNext', '--target', 'ES2022', '--skipLibCheck', '--noEmit', 'wrong.ts'];
  await expect(runIn(folder, process.execPath, [TYPESCRIPT, ...compiler])).rejects.toMatchObject({
    stdout: expect.stringContaining('pods_lst'),
  });
});

test('the program of the package runs by npx', async () => {
  const version = await runIn(folder, 'npx', ['--no-install', 'fleetwright', '--version']);
  expect(version.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a deeper path of the package is not reachable', async () => {
  const program = "import('fleetwright/dist/index.js').then(() => process.exit(0), (error) => { console.log(error.code); })";
  expect((await runIn(folder, process.execPath, ['--input-type=module', '--eval', program])).trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
});
