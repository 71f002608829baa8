import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalFleet } from '../../src/testing/index.js';
import { runProgram, startProgram, type RunningProgram } from '../adapters/cli/run-program.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { snippetsOf } from './pages.js';

const guide = join('docs', 'guides', 'operator.md');

/** The first configuration of the guide, at places of this machine, on any free port, with the hash of a token that exists. */
function configurationOf(directory: string, kubeconfigs: string, sha256: string): string {
  const [first] = snippetsOf(guide).filter(({ language }) => language === 'toml');
  return (first?.text ?? '')
    .replace('/etc/fleetwright/clusters', kubeconfigs)
    .replace('/var/log/fleetwright', directory)
    .replace('port = 8080', 'port = 0')
    .replace(/sha256 = ".*"/, `sha256 = "${sha256}"`)
    .replace('"prod-*" = "prod"', '"legacy" = "prod"')
    .replace('"staging-*" = "staging"', '"current" = "staging"');
}

await describeWithFleet('the guide for operators, done as it says', () => {
  let local: LocalFleet;
  let directory = '';
  let file = '';
  let server: RunningProgram;
  let url = '';
  let headers: Record<string, string> = {};

  beforeAll(async () => {
    local = await sharedFleet();
    directory = await mkdtemp(join(tmpdir(), 'fleetwright-operator-'));
    file = join(directory, 'fleet.toml');
    const { stdout } = await runProgram(['config', 'hash-token', '--generate']);
    const token = /^token +(\S+)$/m.exec(stdout)?.[1] ?? '';
    headers = { authorization: `Bearer ${token}` };
    await writeFile(file, configurationOf(directory, local.kubeconfigDirectory, /^sha256 +(\S+)$/m.exec(stdout)?.[1] ?? ''));
    server = await startProgram(['serve', '--config', file]);
    const said = await server.sees('stderr', '/mcp');
    url = `http://127.0.0.1:${/:(\d+)\/mcp/.exec(said)?.[1] ?? ''}`;
  }, 120_000);
  afterAll(async () => {
    server.child.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
    await local.close();
  });

  test('its configuration passes the check', async () => {
    expect(await runProgram(['config', 'check', '--config', file])).toMatchObject({ status: 0 });
  });

  test('its requests are answered as it says', async () => {
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    expect(await (await fetch(`${url}/metrics`, { headers })).text()).toContain('kubernetes_mcp_cluster_healthy{');
    const table = await fetch(`${url}/v1/clusters/clusters_status`, { headers: { ...headers, accept: 'text/plain' } });
    expect(await table.text()).toMatch(/^legacy +Ready/m);
  });

  test('roles hold over HTTP and over MCP: a person may write to staging, nobody deletes', async () => {
    const client = new Client({ name: 'ada', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
    const { tools } = await client.listTools();
    await client.close();
    expect(tools.map(({ name }) => name)).toContain('resources_scale');
    expect(tools.filter(({ annotations }) => annotations?.destructiveHint === true)).toEqual([]);
    const scale = (cluster: string): Promise<Response> =>
      fetch(`${url}/v1/core/resources_scale`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'team-a', name: 'absent', scale: 1 }),
      });
    expect([(await scale('legacy')).status, (await scale('current')).status]).toEqual([403, 404]);
  });

  test('SIGTERM ends it with status 0, and the audit log names the person', async () => {
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ status: 0 });
    const lines = (await readFile(join(directory, 'audit.log'), 'utf8')).trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const [documented] = snippetsOf(guide).filter(({ language }) => language === 'json');
    const read = entries.find(({ operation }) => operation === 'clusters_status');
    expect(read).toMatchObject({ user: 'ada', outcome: 'ok' });
    expect(Object.keys(read ?? {}).sort()).toEqual(Object.keys(JSON.parse(documented?.text ?? '{}') as object).sort());
    expect(entries).toContainEqual(expect.objectContaining({ operation: 'resources_scale', cluster: 'legacy', outcome: 'refused' }));
  });
});
