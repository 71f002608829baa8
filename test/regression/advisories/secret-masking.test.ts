// GHSA-w23h-64x4-22h9 (masking bypassed by `secret/name` and `a,b`), awslabs/mcp #2588 and #2942, Flux159 #288, futuretea get_all:
// secrets that were masked on one path and shown on another.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationInput, type Operation } from '../../../src/index.js';
import { smallestInput, takes } from '../../contract/catalog/smallest-input.js';
import { describeWithFleet } from '../../support/fleet.js';
import { ending, NAMED, openSite, type Site } from './site.js';

const PASSWORD = 'hunter2-shop';
const SECRETS = [PASSWORD, Buffer.from(PASSWORD).toString('base64')];
const SPELLINGS = [
  'Secret',
  'secret',
  'secrets',
  'SECRETS',
  'secret/database',
  'secrets,configmaps',
  'configmaps,secrets',
  'secrets.v1.',
  'v1/secrets',
];
const FACTS = { apiVersion: 'v1', namespace: 'shop', name: 'database' };
const PATHS = ['$', '$..*', '$.data.password', '$.data', '{.data.password}', "$['data']['password']", '.data'];

const readers = NAMED.filter(
  ([, operation]) => operation.effect === 'read' && operation.scope === 'cluster' && 'kind' in operation.input.shape,
);

/** The operation on the Secret of the tests: as it is, and once for each other way of showing it. */
function* waysToShow(operation: Operation, base: Record<string, unknown>): Generator<Record<string, unknown>> {
  yield base;
  for (const parameter of Object.keys(operationInput(operation).shape)) {
    for (const value of ['yaml', 'json', 'table', 'names', 'count', 'wide', true, false, ...PATHS]) {
      const isFlag = typeof value === 'boolean';
      if (parameter in base || parameter === 'reveal' || !takes(operation, parameter, value)) continue;
      yield { ...base, [parameter]: value };
      // Paths into lists of objects.
      if (!isFlag && takes(operation, 'output', 'json')) yield { ...base, output: 'json', [parameter]: value };
    }
    if (takes(operation, parameter, { value: '$.data.password' })) yield { ...base, [parameter]: { value: '$.data.password' } };
    if (takes(operation, parameter, ['$.data.password'])) yield { ...base, [parameter]: ['$.data.password'] };
  }
}

await describeWithFleet('the values of a Secret are shown on no path', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('the value that is looked for is there', async () => {
      const { text } = await site.local.cluster(cluster).adminClient.request('GET', '/api/v1/namespaces/shop/secrets/database');
      expect(SECRETS.some((secret) => text.includes(secret))).toBe(true);
    });

    test.each(readers)('%s', { timeout: 120_000 }, async (name, operation) => {
      const facts = Object.entries({ ...FACTS, cluster }).filter(
        ([parameter]) => parameter === 'cluster' || parameter in operation.input.shape,
      );
      let answered = 0;
      for (const kind of SPELLINGS) {
        const base = { ...smallestInput(operation, cluster), ...Object.fromEntries(facts), kind };
        const endings = await Promise.all([...waysToShow(operation, base)].map((input) => ending(site.fleet, name, input)));
        for (const { shown, code } of endings) {
          for (const secret of SECRETS) expect(shown).not.toContain(secret);
          if (code === 'ok') answered += 1;
        }
        if (/[/,.]/.test(kind)) expect(new Set(endings.map(({ code }) => code))).not.toContain('ok');
      }
      if (takes(operation, 'kind', 'Secret') && !operation.name.startsWith('rollout'))
        expect(answered, 'some of it was answered').toBeGreaterThan(0);
    });
  });
});
