import { expect, test } from 'vitest';
import { hashToken } from '../../../src/adapters/rest/index.js';
import { createFleet, defineOperation, ERROR_CODES } from '../../../src/index.js';
import { ownToolset } from '../../support/own-operations.js';
import { echoRead, echoWrite } from './own-rest-operations.js';
import { startRest } from './rest-server.js';

const hostile = defineOperation({
  ...echoRead,
  name: 'hostile',
  title: '</h3><script>alert(1)</script>',
  description: '<img src=x onerror="alert(1)">',
});

test('the page shows every route and error, loads nothing and runs nothing', async () => {
  const fleet = createFleet({}, { toolsets: [ownToolset([echoWrite, hostile])] });
  await using rest = await startRest(fleet);
  const { status, headers, text } = await rest.ask('/docs');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  for (const { name } of fleet.operations.list()) expect(text).toContain(`/v1/${fleet.operations.toolsetOf(name)}/${name}`);
  for (const code of Object.keys(ERROR_CODES)) expect(text).toContain(`<code>${code}</code>`);
  expect(text).toContain('POST /v1/own/echo_write');
  expect(text).not.toMatch(/<(script|img|link|iframe|object)|https?:|\bonerror="|url\(/i);
  expect(text).toContain('&lt;script&gt;');
  const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target ?? '');
  expect(links.length).toBeGreaterThan(15);
  for (const target of links) expect(text).toContain(`id="${target}"`);
  expect((await rest.ask('/docs', { method: 'POST' })).status).toBe(405);
  await fleet.close();
});

test('behind a token, the page is behind it too and shows what the caller may use', async () => {
  const fleet = createFleet({}, { toolsets: [ownToolset([echoWrite])] });
  const sha256 = hashToken('a-token-of-enough-length');
  await using rest = await startRest(fleet, {
    tokens: [{ user: 'a', sha256, roles: ['viewer'] }],
    roles: { viewer: { access: 'read-only' } },
  });
  expect((await rest.ask('/docs')).status).toBe(401);
  const { text } = await rest.ask('/docs', { headers: { Authorization: 'Bearer a-token-of-enough-length' } });
  expect(text).toContain('pods_list');
  expect(text).not.toContain('echo_write');
  await fleet.close();
});
