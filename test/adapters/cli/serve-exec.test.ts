import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refusedExec } from '../rest/exec-client.js';
import { startProgram } from './run-program.js';
import { temporaryFolder } from './temporary-folder.js';

const PATH = '/v1/clusters/nowhere/namespaces/shop/pods/web/exec?command=true';

test.each([
  ['are served where the configuration says so', true, 'CLUSTER_UNKNOWN'],
  ['are not served otherwise', false, 'ROUTE_UNKNOWN'],
])('interactive commands %s', async (_, interactive, code) => {
  await using folder = await temporaryFolder();
  const config = join(folder.path, 'fleet.toml');
  await writeFile(config, `[exec]\ninteractive = ${interactive}\n`);
  const program = await startProgram(['serve', '--port', '0', '--config', config, '--kubeconfig-dir', folder.path]);
  const said = await program.sees('stderr', 'curl:');
  const url = /MCP is served at (http:\/\/127\.0\.0\.1:\d+)\/mcp/.exec(said)?.[1] ?? '';
  expect(await refusedExec(`${url}${PATH}`)).toMatchObject({ status: 404, code });
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ status: 0 });
});
