import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inClusterSource, runsInCluster } from '../../../src/lib/sources/in-cluster.js';
import { describeSourceContract } from '../../contract/source.contract.js';
import { SECRET, temporaryDirectory } from '../../support/kubeconfigs.js';

const signal = new AbortController().signal;
const certificate = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;

function serviceAccount(): { path: string; remove: () => void } {
  const directory = temporaryDirectory();
  writeFileSync(join(directory.path, 'token'), SECRET);
  writeFileSync(join(directory.path, 'ca.crt'), certificate('first'));
  writeFileSync(join(directory.path, 'namespace'), 'tools\n');
  return directory;
}

describeSourceContract(
  'in-cluster',
  () => {
    const { path, remove } = serviceAccount();
    return {
      source: inClusterSource({ directory: path, server: { host: '10.0.0.1', port: '443' } }),
      names: ['in-cluster'],
      secret: SECRET,
      change: () => writeFileSync(join(path, 'ca.crt'), certificate('second')),
      breakAll: () => rmSync(join(path, 'token')),
      dispose: remove,
    };
  },
  { oneForEver: true },
);

describe('in-cluster', () => {
  it('uses the mounted service account, its token as a file', async () => {
    const { path, remove } = serviceAccount();
    const source = inClusterSource({ name: 'home', directory: path, server: { host: 'fd00::1', port: '6443' } });
    const [cluster] = (await source.list(signal)).clusters;
    expect(cluster?.name).toBe('home');
    expect(await cluster?.connect(signal)).toEqual({
      server: 'https://[fd00::1]:6443',
      certificateAuthority: certificate('first'),
      namespace: 'tools',
      credential: { tokenFile: join(path, 'token') },
    });
    remove();
  });

  it('says what is missing outside of a pod', async () => {
    await expect(inClusterSource({ directory: '/nowhere' }).list(signal)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: 'The service account of this pod cannot be used: KUBERNETES_SERVICE_HOST is not set.',
    });
    await expect(inClusterSource({ directory: '/nowhere', server: { host: 'h', port: '1' } }).list(signal)).rejects.toMatchObject({
      message: 'The service account of this pod cannot be used: /nowhere/ca.crt cannot be read.',
    });
    expect(runsInCluster('/nowhere')).toBe(false);
  });
});
