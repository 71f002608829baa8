import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { NskIntegration } from '../../../../src/lib/integrations/nsk/nsk-integration.js';
import type { NskIntegrationOptions } from '../../../../src/lib/integrations/nsk/nsk-options.js';
import { parseNskList } from '../../../../src/lib/integrations/nsk/parse-nsk-list.js';
import { startRancher, type RancherOptions, type StandInRancher } from '../../../support/rancher/stand-in-rancher.js';

const NSK = fileURLToPath(new URL('../../../support/nsk/nsk.mjs', import.meta.url));

async function withNsk(
  options: RancherOptions,
  use: (stage: {
    rancher: StandInRancher;
    directory: string;
    open: (changes?: Partial<NskIntegrationOptions>) => NskIntegration;
  }) => Promise<void>,
): Promise<void> {
  await using rancher = await startRancher({ tls: false, ...options });
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-nsk-'));
  const opened: NskIntegration[] = [];
  try {
    await use({
      rancher,
      directory: join(folder, 'clusters'),
      open: (changes = {}) => {
        const nsk = new NskIntegration({
          directory: join(folder, 'clusters'),
          mode: 'auto',
          nskPath: NSK,
          rancherUrl: rancher.url,
          rancherToken: () => rancher.token,
          retryRules: { firstWaitMs: 5, longestWaitMs: 20 },
          ...changes,
        });
        opened.push(nsk);
        return nsk;
      },
    });
  } finally {
    for (const nsk of opened) await nsk.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const TWO = [
  { id: 'c-a', name: 'prod-1' },
  { id: 'c-b', name: 'dev-1', state: 'unavailable' },
];

describe('through the program nsk', () => {
  test('kubeconfigs are fetched, checked and written; a second refresh fetches none and mints no token', () =>
    withNsk({ clusters: [...TWO] }, async ({ open, rancher, directory }) => {
      const nsk = open();
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: ['prod-1', 'dev-1'] });
      expect((await nsk.status()).provider).toBe('nsk');
      const minted = rancher.tokens.list().length;
      expect((await nsk.refresh()).written).toEqual([]);
      expect(rancher.tokens.list()).toHaveLength(minted);
      const written: unknown = JSON.parse(await readFile(join(directory, 'prod-1.yaml'), 'utf8'));
      expect(written).toMatchObject({
        'clusters': [{ cluster: { server: `${rancher.url}/k8s/clusters/c-a` } }],
        'current-context': 'prod-1',
      });
    }));

  test('a kubeconfig that would run a program or leads elsewhere is refused; nothing is written for it', () =>
    withNsk({ clusters: [...TWO], knobs: { serverUrl: 'https://elsewhere.example.com' } }, async ({ open, rancher, directory }) => {
      const elsewhere = await open().refresh();
      expect(elsewhere.failed.map(({ error }) => [error.code, error.message])).toEqual([
        ['KUBECONFIG_INVALID', expect.stringContaining('elsewhere.example.com')],
        ['KUBECONFIG_INVALID', expect.stringContaining('elsewhere.example.com')],
      ]);
      rancher.knobs.serverUrl = undefined;
      rancher.knobs.generateToken = false;
      expect((await readdir(directory)).filter((name) => name.endsWith('.yaml'))).toEqual([]);
      // Not the program that Rancher asks for: the API token stands in.
      expect(await open().refresh()).toMatchObject({ outcome: 'Success' });
      expect(JSON.parse(await readFile(join(directory, 'prod-1.yaml'), 'utf8'))).toMatchObject({
        users: [{ user: { token: rancher.token } }],
      });
    }));

  test.each([
    ['a wrong token', { rancherToken: () => 'token-zzzzz:wrong' }, 'UNAUTHORIZED'],
    ['nothing listening', { rancherUrl: 'http://127.0.0.1:1' }, 'CONNECTION_REFUSED'],
  ] as const)('%s is told by its code, without the token', (_what, changes, code) =>
    withNsk({ clusters: [...TWO] }, async ({ open }) => {
      const report = await open(changes).refresh();
      expect(report).toMatchObject({ outcome: 'Failed', error: { code } });
      expect(JSON.stringify(report)).not.toContain('zzzzz:wrong');
    }),
  );

  test('where the program is missing, Rancher is asked itself; with mode nsk that is an error', () =>
    withNsk({ clusters: [...TWO] }, async ({ open }) => {
      const native = open({ nskPath: '/nowhere/nsk' });
      expect(await native.refresh()).toMatchObject({ outcome: 'Success' });
      expect((await native.status()).provider).toBe('rancher');
      expect(await open({ nskPath: '/nowhere/nsk', mode: 'nsk' }).refresh()).toMatchObject({
        outcome: 'Failed',
        error: { code: 'PROGRAM_MISSING' },
      });
    }));
});

describe('the output of nsk cluster list', () => {
  test.each([
    ['JSON', '[{"id":"c-a","name":"prod-1","state":"active"},{"id":"c-b","name":"dev-1","state":"unavailable"}]'],
    [
      'an object that holds them',
      '{"data":[{"id":"c-a","name":"prod-1","state":"active"},{"id":"c-b","name":"dev-1","state":"unavailable"}]}',
    ],
    ['a line of JSON each', '{"id":"c-a","name":"prod-1","state":"active"}\n{"id":"c-b","name":"dev-1","state":"unavailable"}\n'],
    [
      'a table',
      'CURRENT  ID    STATE        NAME    PROVIDER\n*        c-a   active       prod-1  rke2\n         c-b   unavailable  dev-1   rke2\n',
    ],
    [
      'a table with borders',
      '+-----+-------------+--------+\n| ID  | STATE       | NAME   |\n+-----+-------------+--------+\n| c-a | active      | prod-1 |\n| c-b | unavailable | dev-1  |\n',
    ],
  ])('is understood as %s', (_form, output) => {
    expect(parseNskList(output)).toMatchObject([
      { id: 'c-a', name: 'prod-1', readiness: 'Ready' },
      { id: 'c-b', name: 'dev-1', readiness: 'NotReady' },
    ]);
  });

  test('names alone are enough; words of a sentence are not names', () => {
    expect(parseNskList('prod-1\ndev-1\n').map(({ name }) => name)).toEqual(['prod-1', 'dev-1']);
    expect(parseNskList('No clusters were found for this profile.\n')).toEqual([]);
    expect(parseNskList('')).toEqual([]);
  });
});
