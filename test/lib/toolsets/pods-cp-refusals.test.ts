import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

await describeWithFleet('pods_cp refuses', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  const root = mkdtempSync(join(tmpdir(), 'fleetwright-files-'));

  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['files'], files: { root } });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
    rmSync(root, { recursive: true, force: true });
  });

  describe.each(['legacy', 'current'] as const)('on %s', (cluster) => {
    test.each([
      ['local_path', { local_path: '../outside' }],
      ['local_path', { local_path: '/etc/passwd' }],
      ['local_path', { local_path: 'a/../../outside' }],
      ['local_path', { local_path: '.' }],
      ['local_path', { local_path: 'a\u0000b' }],
      ['local_path', { local_path: '.fleetwright-abc/x' }],
      ['local_path', { local_path: 'n'.repeat(300) }],
      ['pod_path', { pod_path: 'relative' }],
      ['pod_path', { pod_path: '/' }],
      ['pod_path', { pod_path: '/var/../etc' }],
      ['pod_path', { pod_path: '/a\nb' }],
      ['direction', { direction: 'both' }],
    ])('a wrong %s is refused: %j', async (parameter, wrong) => {
      const input = { cluster, name: 'pod', direction: 'from_pod', pod_path: '/x', local_path: 'x', ...wrong };
      const failure = await failureOf(fleet.call({ operation: 'pods_cp', input }));
      expect([failure.code, JSON.stringify(failure.details)]).toEqual(['INPUT_INVALID', expect.stringContaining(parameter)]);
    });
  });

  test.each([
    ['without a folder', {}, 'OPERATION_NOT_ALLOWED', 'root ='],
    ['with a folder that is not there', { root: '/no/such/folder' }, 'FILE_FAILED', 'Check the path'],
    ['with a folder that others may write to', { root: tmpdir() }, 'FILE_FAILED', 'Check the path'],
  ])('%s it copies nothing, and says what to configure', async (_, files, code, hint) => {
    const other = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['files'], files });
    const input = { cluster: 'current', name: 'pod', direction: 'from_pod', pod_path: '/x', local_path: 'x' } as const;
    const failure = await failureOf(other.run('pods_cp', input)).finally(() => other.close());
    expect(failure).toMatchObject({ code, hint: expect.stringContaining(hint) });
  });

  test.each(['read-only', 'non-destructive'] as const)('a cluster that is %s refuses it', async (level) => {
    const limited = createFleet({
      kubeconfigDir: local.kubeconfigDirectory,
      toolsets: ['files'],
      files: { root },
      access: { clusters: { current: level } },
    });
    const input = { cluster: 'current', name: 'pod', direction: 'from_pod', pod_path: '/x', local_path: 'x' } as const;
    const failure = await failureOf(limited.run('pods_cp', input)).finally(() => limited.close());
    expect(failure).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster: 'current' });
  });
});
