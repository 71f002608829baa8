import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';
import { json, post, startRest, type RestServer } from './rest-server.js';

const namespace = 'rest-confirmation';
const maps = `/api/v1/namespaces/${namespace}/configmaps`;
const PATH = '/v1/core/resources_delete';
const HEADER = 'Fleetwright-Confirmation';

await describeWithFleet('requests that must be confirmed', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let server: RestServer;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({
      kubeconfigDir: local.kubeconfigDirectory,
      confirmation: { rules: [{ effects: ['destructive'] }, { operations: ['nodes_log'] }] },
    });
    server = await startRest(fleet, { allowedOrigins: ['https://fleet.example.com'] });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await fleet.close();
    await removeNamespace();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const admin = (method: string, path: string, body?: unknown) => local.cluster(cluster).adminClient.request(method, path, body);
    const inputOf = (name: string) => ({ cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name });
    const status = async (name: string): Promise<number> => (await admin('GET', `${maps}/${name}`)).status;

    test('get 428 with the plan, and run when sent again with its confirmation', async () => {
      for (const [name, carried] of [
        ['by-header', (given: string) => post(inputOf('by-header'), { [HEADER]: given })],
        ['by-parameter', (given: string) => post({ ...inputOf('by-parameter'), confirmation: given })],
      ] as const) {
        await admin('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
        const required = await server.ask(PATH, post(inputOf(name)));
        expect(required.status).toBe(428);
        expect(required.headers['content-type']).toContain('application/problem+json');
        const { code, details } = json(required);
        expect({ code, details }).toMatchObject({
          code: 'CONFIRMATION_REQUIRED',
          details: { plan: { cluster, operation: 'resources_delete', preview: expect.stringContaining('would be deleted') } },
        });
        expect(await status(name)).toBe(200);
        const given = (details as { confirmation: string }).confirmation;
        expect((await server.ask(PATH, carried(given))).status).toBe(200);
        expect(await status(name)).toBe(404);
        const again = await server.ask(PATH, carried(given));
        expect([again.status, json(again)['code']]).toEqual([409, 'CONFIRMATION_INVALID']);
      }
    });
  });

  test('a header where none is asked for, and one that nobody was given, do nothing', async () => {
    const list = await server.ask('/v1/core/namespaces_list?cluster=current', { headers: { [HEADER]: 'x' } });
    expect([list.status, json(list)['code']]).toEqual([409, 'CONFIRMATION_INVALID']);
    const input = { cluster: 'current', apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'x' };
    const made = await server.ask(PATH, post(input, { [HEADER]: '0'.repeat(32) }));
    expect([made.status, json(made)['code']]).toEqual([409, 'CONFIRMATION_INVALID']);
    const both = await server.ask(PATH, post({ ...input, confirmation: 'y' }, { [HEADER]: 'x' }));
    expect([both.status, json(both)['code']]).toEqual([400, 'INPUT_INVALID']);
  });

  test('the document names the header where it may be needed, and pages may send it', async () => {
    const { paths } = json(await server.ask('/openapi.json')) as {
      paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
    };
    const taking = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).some(({ parameters = [] }) => parameters.some(({ name }) => name === HEADER)) ? [path.split('/').at(-1)] : [],
    );
    const asked = fleet.operations.list().filter((operation) => fleet.mayAsk(operation));
    expect(taking.sort()).toEqual(asked.map(({ name }) => name).sort());
    const preflight = { 'Origin': 'https://fleet.example.com', 'Access-Control-Request-Method': 'POST' };
    const allowed = await server.ask(PATH, { method: 'OPTIONS', headers: preflight });
    expect(allowed.headers['access-control-allow-headers']).toContain(HEADER);
  });
});
