import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type FleetConfigInput } from '../../../../src/index.js';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { failureOf } from '../../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { builtHelm, chartsFolder, HELM_BUILD_MS, WEB_CHART, type ChartsFolder } from '../../../support/helm.js';
import { authority, startServer, type TestServer } from '../../../support/https-server.js';
import { temporaryDirectory } from '../../../support/kubeconfigs.js';
import { ownNamespace } from '../../../support/own-namespace.js';

const namespace = 'helm-charts';
const VERSIONS = ['1.0.0', '1.1.0', '2.0.0-rc.1'] as const;

/** A chart repository at /charts and an OCI registry with team/web, as far as helm reads them. */
function chartServer(packages: ReadonlyMap<string, Buffer>): (request: IncomingMessage, response: ServerResponse) => void {
  const digest = (data: Buffer | string): string => `sha256:${createHash('sha256').update(data).digest('hex')}`;
  const config = JSON.stringify({ name: 'web', version: '1.1.0', apiVersion: 'v2' });
  const manifests = new Map<string, string>();
  const blobs = new Map<string, Buffer>([[digest(config), Buffer.from(config)]]);
  for (const [version, data] of packages) {
    blobs.set(digest(data), data);
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: digest(config), size: config.length },
      layers: [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest: digest(data), size: data.length }],
    });
    manifests.set(version, manifest);
    manifests.set(digest(manifest), manifest);
  }
  const index = {
    apiVersion: 'v1',
    entries: {
      web: [...packages.keys()].map((version) => ({
        apiVersion: 'v2',
        name: 'web',
        version,
        appVersion: '2.0',
        urls: [`web-${version}.tgz`],
      })),
    },
  };
  const answers = (path: string): { readonly type: string; readonly body: Buffer | string } | undefined => {
    if (path === '/charts/index.yaml') return { type: 'application/yaml', body: JSON.stringify(index) };
    const packed = packages.get(/^\/charts\/web-(.+)\.tgz$/.exec(path)?.[1] ?? '');
    if (packed !== undefined) return { type: 'application/gzip', body: packed };
    if (path === '/v2/') return { type: 'application/json', body: '{}' };
    if (path === '/v2/team/web/tags/list')
      return { type: 'application/json', body: JSON.stringify({ name: 'team/web', tags: [...packages.keys()] }) };
    const manifest = manifests.get(/^\/v2\/team\/web\/manifests\/(.+)$/.exec(path)?.[1] ?? '');
    if (manifest !== undefined) return { type: 'application/vnd.oci.image.manifest.v1+json', body: manifest };
    const blob = blobs.get(/^\/v2\/team\/web\/blobs\/(.+)$/.exec(path)?.[1] ?? '');
    return blob === undefined ? undefined : { type: 'application/octet-stream', body: blob };
  };
  return (request, response) => {
    const answer = answers(new URL(request.url ?? '', 'http://x').pathname);
    if (answer === undefined) return void response.writeHead(404).end('{}');
    const headers = {
      'content-type': answer.type,
      'content-length': Buffer.byteLength(answer.body),
      'docker-content-digest': digest(answer.body),
    };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : answer.body);
  };
}

await describeWithFleet('charts of repositories and registries', () => {
  let local: LocalFleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await local.close();
  });

  describe.each([3, 4] as const)('with helm %i', (major) => {
    const folder = temporaryDirectory();
    let charts: ChartsFolder;
    let secure: TestServer;
    let plain: TestServer;
    let fleet: Fleet;
    let fleetWith: (helm: NonNullable<FleetConfigInput['helm']>) => Fleet;
    beforeAll(async () => {
      const helmPath = await builtHelm(major);
      charts = await chartsFolder(helmPath);
      const packages = new Map<string, Buffer>();
      for (const version of VERSIONS) {
        await charts.chart('web', WEB_CHART, version);
        packages.set(version, await charts.pack('web'));
      }
      secure = await startServer(chartServer(packages));
      plain = await startServer(chartServer(packages), { tls: false });
      const caFile = join(folder.path, 'ca.pem');
      writeFileSync(caFile, authority.certificate);
      fleetWith = (helm) =>
        createFleet({
          kubeconfigDir: local.kubeconfigDirectory,
          toolsets: ['helm'],
          helm: { helmPath, caFile, repositories: { stable: `${secure.url}/charts` }, ...helm },
        });
      fleet = fleetWith({});
    }, HELM_BUILD_MS);
    afterAll(async () => {
      await fleet.close();
      await secure[Symbol.asyncDispose]();
      await plain[Symbol.asyncDispose]();
      await charts.remove();
      folder.remove();
    });

    test('a repository tells all versions, pre-releases when asked', { timeout: 60_000 }, async () => {
      const stable = await fleet.run('helm_versions', { chart: 'stable/web' });
      expect(stable).toMatchObject({
        total: 2,
        complete: true,
        versions: [{ version: '1.1.0', app_version: '2.0' }, { version: '1.0.0' }],
      });
      expect(await fleet.run('helm_versions', { chart: 'stable/web', devel: true, limit: 1 })).toMatchObject({
        total: 3,
        versions: [{ version: '2.0.0-rc.1' }],
      });
      expect(await failureOf(fleet.run('helm_versions', { chart: 'stable/we' }))).toMatchObject({ code: 'NOT_FOUND' });
    });

    test('a registry tells the newest', { timeout: 60_000 }, async () => {
      const chart = `oci://127.0.0.1:${String(secure.port)}/team/web`;
      const answer = await fleet.call({ operation: 'helm_versions', input: { chart } });
      expect(answer.output).toMatchObject({ total: 1, complete: false, versions: [{ version: '1.1.0' }] });
      expect(answer.text()).toContain('the newest');
    });

    test('default values are read before anything is installed', { timeout: 60_000 }, async () => {
      const { text } = await fleet.run('helm_show', { chart: 'stable/web', version: '1.0.0' });
      expect(text).toContain('colour: green');
      expect(text).not.toContain('default-password');
      expect((await fleet.run('helm_show', { chart: 'stable/web', what: 'chart' })).text).toContain('version: 1.1.0');
    });

    test.each(['legacy', 'current'] as const)(
      'installs on %s from a repository, an address and a registry',
      { timeout: 120_000 },
      async (cluster) => {
        const sources = {
          repository: { chart: 'stable/web', version: '^1.0' },
          address: { chart: `${secure.url}/charts/web-1.1.0.tgz` },
          registry: { chart: `oci://127.0.0.1:${String(secure.port)}/team/web`, version: '1.1.0' },
        };
        for (const [source, chart] of Object.entries(sources)) {
          const name = `${source}-${String(major)}`;
          const { release } = await fleet.run('helm_install', { cluster, namespace, name, ...chart });
          expect(release).toMatchObject({ status: 'deployed', chart: 'web-1.1.0' });
          await fleet.run('helm_uninstall', { cluster, namespace, name });
        }
        const { release } = await fleet.run('helm_install', { cluster, namespace, chart: 'stable/web' });
        expect(release.name).toMatch(/^web-[0-9a-f]{8}$/);
        await fleet.run('helm_uninstall', { cluster, namespace, name: release.name });
      },
    );

    test('connections that are not encrypted are for the hosts that are named', { timeout: 60_000 }, async () => {
      const address = `${plain.url}/charts/web-1.1.0.tgz`;
      const registry = `oci://127.0.0.1:${String(plain.port)}/team/web`;
      expect(await failureOf(fleet.run('helm_show', { chart: address }))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
      expect((await failureOf(fleet.run('helm_show', { chart: registry }))).code).toBe('CONNECTION_FAILED');
      expect(plain.requests).toEqual([]);
      const open = fleetWith({ httpHosts: [`127.0.0.1:${String(plain.port)}`] });
      for (const chart of [address, registry]) expect((await open.run('helm_show', { chart })).text).toMatch(/^colour: green/);
      await open.close();
    });

    test('a server that is not trusted, a chart and a version that are not there', { timeout: 60_000 }, async () => {
      const distrustful = fleetWith({ caFile: undefined });
      expect(await failureOf(distrustful.run('helm_show', { chart: 'stable/web' }))).toMatchObject({
        code: 'CONNECTION_FAILED',
        hint: expect.stringContaining('ca_file'),
      });
      await distrustful.close();
      expect(await failureOf(fleet.run('helm_show', { chart: 'stable/nothing' }))).toMatchObject({ code: 'NOT_FOUND' });
      expect(await failureOf(fleet.run('helm_show', { chart: 'stable/web', version: '9.9.9' }))).toMatchObject({ code: 'NOT_FOUND' });
      expect(
        await failureOf(fleet.run('helm_show', { chart: `oci://127.0.0.1:${String(secure.port)}/team/nothing`, version: '1.0.0' })),
      ).toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});
