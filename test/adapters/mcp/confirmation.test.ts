import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_META_KEY, serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';
import { CONNECTIONS, open, type TestClient, type User, type UserAnswer } from './clients.js';
import { ask, messageIn, modernRpc } from './http-requests.js';

const namespace = 'mcp-confirmation';
const maps = `/api/v1/namespaces/${namespace}/configmaps`;
const confirmation = { rules: [{ effects: ['destructive' as const] }] };
const YES: UserAnswer = { action: 'accept', content: { confirm: true } };
const NO: readonly UserAnswer[] = [
  { action: 'decline' },
  { action: 'cancel' },
  { action: 'accept', content: { confirm: false } },
  { action: 'accept', content: {} },
];

await describeWithFleet('MCP calls that must be confirmed', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let serving: HttpServing;
  let removeNamespace: () => Promise<void>;
  let count = 0;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, confirmation });
    serving = await serveHttp(fleet, { port: 0 });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await serving.close();
    await fleet.close();
    await removeNamespace();
    await local.close();
  });

  const admin = (cluster: string) => local.cluster(cluster).adminClient;
  const made = async (cluster: string): Promise<string> => {
    const name = `map-${String((count += 1))}`;
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
    expect((await admin(cluster).request('POST', maps, body)).status).toBe(201);
    return name;
  };
  const status = async (cluster: string, name: string): Promise<number> => (await admin(cluster).request('GET', `${maps}/${name}`)).status;
  const inputOf = (cluster: string, name: string) => ({ cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name });
  const remove = (client: TestClient, cluster: string, name: string, more = {}) =>
    client.call('resources_delete', { ...inputOf(cluster, name), ...more });
  const detailsIn = (meta: Readonly<Record<string, unknown>>) =>
    (meta[ERROR_META_KEY] as { details?: Record<string, unknown> }).details ?? {};

  describe.each(CONNECTIONS)('%s', (_name, _revision, connect) => {
    const connected = (user?: User) =>
      open(
        connect({
          url: serving.url,
          directory: local.kubeconfigDirectory,
          settings: { confirmation },
          ...(user === undefined ? {} : { user }),
        }),
      );

    // One connection for all: a program is started for each over stdio.
    test('asks the user, does what was agreed to, and nothing else', async () => {
      const asked: string[] = [];
      let answer: UserAnswer = YES;
      await using connection = await connected((message) => {
        asked.push(message);
        return answer;
      });
      const { client } = connection;
      for (const cluster of ['legacy', 'current']) {
        const name = await made(cluster);
        expect(await remove(client, cluster, name)).toMatchObject({ isError: false, structured: { cluster, status: 'deleted' } });
        expect(await status(cluster, name)).toBe(404);
        expect(asked.at(-1)).toContain(`resources_delete, destructive) on cluster ${cluster}`);
        expect(asked.at(-1)).toContain(`name: ${name}`);
        expect(asked.at(-1)).toContain('would be deleted');
      }
      const name = await made('current');
      for (answer of NO) {
        const result = await remove(client, 'current', name);
        expect({ answer, isError: result.isError }).toEqual({ answer, isError: true });
        expect(result.text).toContain('OPERATION_DECLINED (cluster current)');
      }
      expect(await status('current', name)).toBe(200);
      expect(asked).toHaveLength(2 + NO.length);
      expect(await client.call('pods_list', { cluster: 'current' })).toMatchObject({ isError: false });
      expect((await remove(client, 'current', 'not-there')).text).toContain('NOT_FOUND');
      expect(asked).toHaveLength(2 + NO.length);
    });

    test('gives a client that cannot ask a plan, and runs the call that repeats it once', async () => {
      const name = await made('current');
      await using connection = await connected();
      const { client } = connection;
      const refused = await remove(client, 'current', name);
      expect(refused.isError).toBe(true);
      expect(refused.text).toContain('CONFIRMATION_REQUIRED (cluster current)');
      expect(refused.text).toContain('Show this plan to the user');
      const { confirmation: given } = detailsIn(refused.meta);
      expect(refused.text).toContain(`confirmation=${String(given)}`);
      const other = await made('current');
      expect((await remove(client, 'current', other, { confirmation: given })).text).toContain('CONFIRMATION_INVALID');
      expect((await remove(client, 'current', name, { confirmation: given })).text).toContain('CONFIRMATION_INVALID');
      const again = detailsIn((await remove(client, 'current', name)).meta)['confirmation'];
      expect(await remove(client, 'current', name, { confirmation: again })).toMatchObject({ isError: false });
      expect([await status('current', name), await status('current', other)]).toEqual([404, 200]);
    });
  });

  test('the parameter is listed where it may be needed', async () => {
    const answer = await ask(`${serving.url}/mcp`, { method: 'POST', ...modernRpc('tools/list', {}) });
    const tools = messageIn(answer).result?.['tools'] as { name: string; inputSchema: { properties: object } }[];
    const taking = tools.filter(({ inputSchema }) => 'confirmation' in inputSchema.properties).map(({ name }) => name);
    const destructive = fleet.operations.list().filter((operation) => fleet.mayAsk(operation));
    expect(taking).toEqual(destructive.map(({ name }) => name));
    expect(taking).toContain('pods_delete');
    expect(taking).not.toContain('pods_list');
  });

  test('2026-07-28: what the user agreed to is what runs, whatever a client sends back', async () => {
    const capabilities = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } };
    const call = async (name: string, more: Record<string, unknown> = {}) => {
      const { body, headers } = modernRpc('tools/call', { name: 'resources_delete', arguments: inputOf('current', name), ...more });
      const withForms = JSON.parse(body) as { params: { _meta: object } };
      Object.assign(withForms.params._meta, capabilities);
      const sent = { method: 'POST', headers: { ...headers, 'Mcp-Param-Cluster': 'current' }, body: JSON.stringify(withForms) };
      const answer = await ask(`${serving.url}/mcp`, sent);
      return messageIn(answer).result ?? {};
    };
    const [name, other] = [await made('current'), await made('current')];
    const question = await call(name);
    expect(question).toMatchObject({
      resultType: 'input_required',
      inputRequests: { confirmation: { method: 'elicitation/create', params: { message: expect.stringContaining(name) } } },
    });
    const { requestState } = question;
    const agreed = { requestState, inputResponses: { confirmation: YES } };
    // Agreed to one object, sent for another.
    expect(JSON.stringify(await call(other, agreed))).toContain('CONFIRMATION_INVALID');
    // It was used up; a state of one's own, or an answer without its question, confirms nothing.
    expect(JSON.stringify(await call(name, agreed))).toContain('CONFIRMATION_INVALID');
    expect(JSON.stringify(await call(name, { requestState: 'mine', inputResponses: { confirmation: YES } }))).toContain(
      'CONFIRMATION_INVALID',
    );
    expect(await call(name, { inputResponses: { confirmation: YES } })).toMatchObject({ resultType: 'input_required' });
    expect([await status('current', name), await status('current', other)]).toEqual([200, 200]);
    // An answer that says no takes the question back.
    const second = await call(name);
    const no = { requestState: second['requestState'], inputResponses: { confirmation: { action: 'decline' } } };
    expect(JSON.stringify(await call(name, no))).toContain('OPERATION_DECLINED');
    const late = { requestState: second['requestState'], inputResponses: { confirmation: YES } };
    expect(JSON.stringify(await call(name, late))).toContain('CONFIRMATION_INVALID');
    expect(await status('current', name)).toBe(200);
    const third = await call(name);
    await call(name, { requestState: third['requestState'], inputResponses: { confirmation: YES } });
    expect(await status('current', name)).toBe(404);
  });
});
