import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashToken } from '../../../src/adapters/rest/index.js';
import type { OperationFinished } from '../../../src/index.js';
import { describeWithFleet } from '../../support/fleet.js';
import { ask } from '../mcp/http-requests.js';
import { openExec, PROTOCOL, refusedExec } from './exec-client.js';
import { ExecStage } from './exec-stage.js';
import { json } from './rest-server.js';

const TOKENS = { admin: 'admin-token-0123456789', viewer: 'viewer-token-0123456789' };

await describeWithFleet('access to interactive commands over REST', () => {
  let stage: ExecStage;
  beforeAll(async () => {
    stage = await ExecStage.start(['current']);
  }, 120_000);
  afterAll(() => stage.close());
  beforeEach(() => stage.begin());
  afterEach(() => stage.end());

  describe('what is wrong', () => {
    test.each([
      ['no command', [], {}, 'INPUT_INVALID'],
      ['an unknown parameter', ['true'], { shell: 'yes' }, 'INPUT_INVALID'],
      ['a tty that is neither', ['true'], { tty: 'maybe' }, 'INPUT_INVALID'],
      ['a container without a name', ['true'], { container: '' }, 'INPUT_INVALID'],
    ])('%s is refused', async (_, command, more, code) => {
      expect(await refusedExec(`${await stage.serve()}${stage.pathOf('current', command, more)}`)).toMatchObject({ status: 400, code });
    });

    test('an unknown cluster, a broken path, and parameters that come twice', async () => {
      const url = await stage.serve();
      expect(await refusedExec(`${url}/v1/clusters/curent/namespaces/a/pods/b/exec?command=true`)).toMatchObject({
        status: 404,
        code: 'CLUSTER_UNKNOWN',
      });
      expect(await refusedExec(`${url}/v1/clusters/current/namespaces/%ff/pods/b/exec?command=true`)).toMatchObject({
        status: 400,
        code: 'PATH_MALFORMED',
      });
      expect(await refusedExec(`${url}/v1/clusters/current/namespaces/a/pods/b/exec?command=a&tty=true&tty=false`)).toMatchObject({
        status: 400,
      });
    });

    test('other protocols, and requests that are no WebSocket', async () => {
      const url = await stage.serve();
      expect(await refusedExec(`${url}${stage.pathOf('current', ['true'])}`, { protocols: ['v5.channel.k8s.io'] })).toMatchObject({
        status: 400,
        code: 'WEBSOCKET_MALFORMED',
      });
      const plain = await ask(`${url}${stage.pathOf('current', ['true'])}`);
      expect([plain.status, json(plain)['code'], plain.headers['upgrade']]).toEqual([426, 'UPGRADE_REQUIRED', 'websocket']);
      const offered = await ask(`${url}/v1/clusters`, { headers: { Connection: 'Upgrade', Upgrade: 'h2c' } });
      expect(offered.status).toBe(200);
    });

    test.each([
      ['text that says nothing known', '{"type":"shout"}', 1008],
      ['text that is no JSON', 'ls -la', 1008],
      ['a size that is none', '{"type":"resize","columns":0,"rows":-1}', 1008],
    ])('%s ends the session', async (_, message, code) => {
      const client = await stage.open('current', ['cat']);
      client.socket.send(message);
      expect(await client.closed).toBe(code);
      expect(client.told.at(-1)).toMatchObject({ type: 'error', problem: { code: 'INPUT_INVALID' } });
    });

    test('a message that is too long ends the session', async () => {
      await stage.serve({ exec: { maxMessageBytes: 1000 } });
      const client = await stage.open('current', ['cat']);
      client.type(Buffer.alloc(1001));
      expect(await client.closed).toBe(1009);
    });
  });

  describe('who may', () => {
    const roles = { admin: { access: 'full' }, viewer: { access: 'read-only' } } as const;
    const tokens = (['admin', 'viewer'] as const).map((user) => ({ user, sha256: hashToken(TOKENS[user]), roles: [user] }));
    const bearer = (token: string): string => `bearer.fleetwright.${Buffer.from(token).toString('base64url')}`;

    test('a token comes as header or, from browsers, as a subprotocol, which is never chosen', async () => {
      const finished: OperationFinished[] = [];
      stage.fleet.on('operation-finished', (one) => finished.push(one));
      await stage.serve({ tokens, roles });
      const byHeader = await stage.open('current', ['true'], {}, { headers: { Authorization: `Bearer ${TOKENS.admin}` } });
      const byProtocol = await stage.open('current', ['true'], {}, { protocols: [PROTOCOL, bearer(TOKENS.admin)] });
      expect([await byHeader.closed, await byProtocol.closed, byProtocol.socket.protocol]).toEqual([1000, 1000, PROTOCOL]);
      expect(finished.map(({ caller, outcome }) => [caller, outcome])).toEqual([
        ['admin', 'ok'],
        ['admin', 'ok'],
      ]);
    });

    test('without a good token, with two, and with a role that only reads, it is refused', async () => {
      const url = `${await stage.serve({ tokens, roles })}${stage.pathOf('current', ['true'])}`;
      expect(await refusedExec(url)).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
      expect(await refusedExec(url, { protocols: [PROTOCOL, bearer('guessed')] })).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
      const both = { headers: { Authorization: `Bearer ${TOKENS.admin}` }, protocols: [PROTOCOL, bearer(TOKENS.admin)] };
      expect(await refusedExec(url, both)).toMatchObject({ status: 400, code: 'WEBSOCKET_MALFORMED' });
      const viewer = await refusedExec(url, { headers: { Authorization: `Bearer ${TOKENS.viewer}` } });
      expect(viewer).toMatchObject({ status: 403, code: 'OPERATION_NOT_ALLOWED' });
    });

    test.each([
      ['https://evil.example', 403],
      ['http://localhost:3000', 403],
      ['null', 403],
      ['https://fleet.example.com', 101],
    ])('a page of %s', async (origin, status) => {
      const url = `${await stage.serve({ allowedOrigins: ['https://fleet.example.com'] })}${stage.pathOf('current', ['true'])}`;
      if (status === 101) expect(await (await openExec(url, { origin })).closed).toBe(1000);
      else expect(await refusedExec(url, { origin })).toMatchObject({ status, code: 'ORIGIN_REFUSED' });
    });

    test('a page of this very server may', async () => {
      const url = await stage.serve();
      expect(await (await openExec(`${url}${stage.pathOf('current', ['true'])}`, { origin: url })).closed).toBe(1000);
    });

    test('where it is off, there is nothing at the path', async () => {
      const url = await stage.serve({ exec: undefined });
      expect(await refusedExec(`${url}${stage.pathOf('current', ['true'])}`)).toMatchObject({ status: 404, code: 'ROUTE_UNKNOWN' });
      const described = json(await ask(`${url}/openapi.json`));
      expect(JSON.stringify(described['paths'])).not.toContain('/exec');
    });

    test('where it is on, the description tells of it', async () => {
      const described = json(await ask(`${await stage.serve()}/openapi.json`));
      expect(JSON.stringify(described['paths'])).toContain('/v1/clusters/{cluster}/namespaces/{namespace}/pods/{pod}/exec');
    });

    test.each(['read-only', 'non-destructive'] as const)('a cluster that is %s refuses it', async (level) => {
      await stage.begin({ access: { clusters: { current: level } } });
      expect(await refusedExec(`${await stage.serve()}${stage.pathOf('current', ['true'])}`)).toMatchObject({
        status: 403,
        code: 'OPERATION_NOT_ALLOWED',
      });
    });

    test('what must be confirmed is asked for, and a confirmation of the plain call is none of the session', async () => {
      await stage.begin({ confirmation: { rules: [{ effects: ['destructive'] }] } });
      const url = await stage.serve();
      const asked = await refusedExec(`${url}${stage.pathOf('current', ['true'])}`);
      expect(asked).toMatchObject({
        status: 428,
        code: 'CONFIRMATION_REQUIRED',
        problem: { details: { plan: { input: { interactive: true } } } },
      });
      const { confirmation } = asked.problem['details'] as { confirmation: string };
      const input = { cluster: 'current', namespace: 'default', name: stage.kubelet('current').pod, command: ['true'], confirmation };
      const plain = await ask(`${url}/v1/core/pods_exec`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(input),
      });
      expect(json(plain)['code']).toBe('CONFIRMATION_INVALID');
      const again = await refusedExec(`${url}${stage.pathOf('current', ['true'])}`);
      const renewed = (again.problem['details'] as { confirmation: string }).confirmation;
      expect(await (await stage.open('current', ['true'], { confirmation: renewed })).closed).toBe(1000);
    });
  });
});
