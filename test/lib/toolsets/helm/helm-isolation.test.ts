import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type FleetConfigInput } from '../../../../src/index.js';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { failureOf } from '../../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { builtHelm, chartsFolder, HELM_BUILD_MS, WEB_CHART, type ChartsFolder } from '../../../support/helm.js';
import { temporaryDirectory } from '../../../support/kubeconfigs.js';
import { ownNamespace } from '../../../support/own-namespace.js';

const namespace = 'helm-isolation';
const CANARY = 'canary-53c1-of-a-value';
const HOOK = (kind: string, on: string, rest: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: {{ .Release.Name }}-hook\n  annotations: {"helm.sh/hook": "${on}"}\n${rest}\n`;
const NEVER_ENDING = 'spec:\n  restartPolicy: Never\n  containers: [{name: main, image: "example.test/app:1"}]';
const LOOKUP = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-copy\ndata:\n  found: {{ (lookup "v1" "Secret" "shop" "database").data.username | b64dec | quote }}\n  one: {{ len (lookup "v1" "Secret" "shop" "").items | quote }}\n`;

/** Writes down what helm is given, then is helm. */
const RECORDER = (helm: string, folder: string): string =>
  [
    '#!/bin/sh',
    `if [ "$1" != version ]; then`,
    `  env > ${folder}/env; printf '%s\\n' "$@" > ${folder}/args; cp "$KUBECONFIG" ${folder}/kubeconfig`,
    `  stat -c '%a %n' "$KUBECONFIG" "$(dirname "$KUBECONFIG")" "$(dirname "$KUBECONFIG")"/values.json > ${folder}/modes 2>/dev/null`,
    'fi',
    `exec ${helm} "$@"`,
    '',
  ].join('\n');

await describeWithFleet('helm and its cluster', () => {
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
    let fleet: Fleet;
    const recorded = async (name: string): Promise<string> => await readFile(join(folder.path, name), 'utf8');
    const fleetWith = (changes: FleetConfigInput): Fleet =>
      createFleet({
        kubeconfigDir: local.kubeconfigDirectory,
        toolsets: ['helm'],
        helm: { helmPath: join(folder.path, 'helm'), chartsDir: charts.path },
        ...changes,
      });
    beforeAll(async () => {
      const helm = await builtHelm(major);
      charts = await chartsFolder(helm);
      await mkdir(folder.path, { recursive: true });
      await writeFile(join(folder.path, 'helm'), RECORDER(helm, folder.path));
      await chmod(join(folder.path, 'helm'), 0o755);
      await charts.chart('web', WEB_CHART);
      await charts.chart('hooked', { 'templates/hook.yaml': HOOK('ConfigMap', 'pre-install', 'data: {a: b}') });
      await charts.chart('hanging', { 'templates/hook.yaml': HOOK('Pod', 'pre-install', NEVER_ENDING) });
      await charts.chart('lookup', { 'templates/copy.yaml': LOOKUP });
      await charts.chart('wrong', { 'templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: NOT_A_NAME\n' });
      fleet = fleetWith({});
    }, HELM_BUILD_MS);
    afterAll(async () => {
      await fleet.close();
      await charts.remove();
      folder.remove();
    });

    describe.each(['legacy', 'current'] as const)('on %s', (cluster) => {
      const named = (name: string): { cluster: string; namespace: string; name: string } => ({
        cluster,
        namespace,
        name: `${name}-${String(major)}`,
      });
      const releases = async (name: string): Promise<unknown[]> =>
        (await fleet.run('helm_list', { cluster, namespace, filter: `^${name}-` })).releases.map(({ status }) => status);
      const untilStatus = async (name: string, wanted: RegExp): Promise<string> => {
        for (;;) {
          const status = String((await releases(name))[0]);
          if (wanted.test(status)) return status;
        }
      };

      test(
        'it is given no credential, no address, no value and nothing of the environment, and leaves nothing',
        { timeout: 60_000 },
        async () => {
          const leaks = { HELM_KUBETOKEN: CANARY, HELM_DEBUG: 'true', KUBECONFIG: '/nonexistent', AWS_SECRET_ACCESS_KEY: CANARY };
          const before = Object.keys(leaks).map((name) => [name, process.env[name]] as const);
          Object.assign(process.env, leaks);
          try {
            await fleet.run('helm_install', { ...named('given'), chart: './web', values: { colour: CANARY } });
          } finally {
            for (const [name, value] of before) {
              if (value === undefined) Reflect.deleteProperty(process.env, name);
              else process.env[name] = value;
            }
          }
          const written = local.cluster(cluster).kubeconfig('token');
          const credential = JSON.stringify(written.users).match(/"token":"([^"]+)"/)?.[1] ?? '';
          const server = JSON.stringify(written.clusters).match(/"server":"([^"]+)"/)?.[1] ?? '';
          expect(credential.length * server.length).toBeGreaterThan(0);
          const given = (await Promise.all(['env', 'args', 'kubeconfig'].map(recorded))).join('\n');
          for (const secret of [credential, server, CANARY]) expect(given).not.toContain(secret);
          expect(await recorded('env')).not.toMatch(/^(HELM_KUBE\w*|HELM_DEBUG|AWS_\w+)=/m);
          // The history after the run is asked for only when it failed: the last run recorded is the installation.
          const modes = (await recorded('modes')).trim().split('\n');
          expect(modes.map((line) => line.split(' ')[0])).toEqual(['600', '700', '600']);
          const private_ = modes[1]?.split(' ')[1] ?? '';
          expect(private_).not.toBe('');
          expect(existsSync(private_)).toBe(false);
          const proxy = /"proxy-url":"([^"]+)"/.exec(await recorded('kubeconfig'))?.[1] ?? '';
          await expect(fetch(new URL(proxy).origin)).rejects.toThrow();
          const others = local.clusters.map(({ name }) => name).filter((name) => name !== cluster);
          for (const other of [cluster, ...others]) {
            const { releases: found } = await fleet.run('helm_list', { cluster: other, namespace, filter: '^given-' });
            expect(found.map(({ name }) => name)).toEqual(other === cluster ? [`given-${String(major)}`] : []);
          }
          await fleet.run('helm_uninstall', named('given'));
        },
      );

      test('what a chart looks up in a preview shows no Secret', { timeout: 60_000 }, async () => {
        const { manifest = '' } = await fleet.run('helm_install', { ...named('lookup'), chart: './lookup', dry_run: true });
        expect(manifest).toContain('found: "***"');
        const previewed = JSON.stringify(await fleet.run('helm_diff', { ...named('lookup'), chart: './lookup' }));
        expect(previewed).toContain('found: ');
        expect(previewed).not.toContain('found: shop');
        // What is really installed needs the value.
        await fleet.run('helm_install', { ...named('lookup'), chart: './lookup' });
        const path = `/api/v1/namespaces/${namespace}/configmaps/lookup-${String(major)}-copy`;
        expect((await local.cluster(cluster).adminClient.request('GET', path)).json()).toMatchObject({ data: { found: 'shop' } });
        await fleet.run('helm_uninstall', named('lookup'));
        const rendered = await fleet.run('helm_template', { ...named('lookup'), chart: './web' });
        expect(rendered.manifest).toContain('colour: "green"');
      });

      test('where only reads are allowed nothing is sent and nothing started', { timeout: 60_000 }, async () => {
        const readOnly = fleetWith({ access: { clusters: { [cluster]: 'read-only' } } });
        await writeFile(join(folder.path, 'args'), 'nothing');
        for (const operation of ['helm_install', 'helm_upgrade', 'helm_rollback', 'helm_uninstall', 'helm_test']) {
          const chart = /install$|upgrade/.test(operation) && operation !== 'helm_uninstall' ? { chart: './web' } : {};
          const error = await failureOf(readOnly.call({ operation, input: { ...named('refused'), ...chart } }));
          expect(error).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster });
        }
        expect(await recorded('args')).toBe('nothing');
        expect(await readOnly.run('helm_list', { cluster, namespace, filter: '^refused-' })).toMatchObject({ releases: [] });
        expect(await readOnly.run('helm_diff', { ...named('refused'), chart: './web' })).toMatchObject({ installed: false });
        await readOnly.close();
      });

      test(
        'where nothing may be deleted a chart that deletes is stopped at the wire, and its release says so',
        { timeout: 60_000 },
        async () => {
          const soft = fleetWith({ access: { clusters: { [cluster]: 'non-destructive' } } });
          const error = await failureOf(soft.run('helm_install', { ...named('hooked'), chart: './hooked' }));
          expect(error).toMatchObject({
            code: 'OPERATION_NOT_ALLOWED',
            cluster,
            message: expect.stringContaining(`DELETE /api/v1/namespaces/${namespace}/configmaps/`),
          });
          expect(error.details).toMatchObject({ release: { revision: 1, status: 'failed' } });
          const installed = await soft.run('helm_install', { ...named('plain'), chart: './web' });
          expect(installed.release.status).toBe('deployed');
          await soft.close();
          expect((await fleet.run('helm_install', { ...named('hooked-full'), chart: './hooked' })).release.status).toBe('deployed');
          for (const name of ['hooked', 'plain', 'hooked-full']) await fleet.run('helm_uninstall', named(name));
        },
      );

      test('what fails says what became of the release, and what to do', { timeout: 90_000 }, async () => {
        const again = (): Promise<unknown> => fleet.run('helm_install', { ...named('wrong'), chart: './wrong' });
        expect(await failureOf(again())).toMatchObject({
          code: 'INVALID_OBJECT',
          cluster,
          message: expect.stringMatching(/NOT_A_NAME.*Now: helm-isolation\/wrong-\d revision 1 failed/s),
          details: { release: { status: 'failed' } },
        });
        expect(await failureOf(again())).toMatchObject({ code: 'CONFLICT', hint: expect.stringContaining('helm_upgrade') });
        expect(await failureOf(fleet.run('helm_upgrade', { ...named('nobody'), chart: './web' }))).toMatchObject({
          code: 'CONFLICT',
          details: { release: null },
          hint: expect.stringContaining('helm_install'),
        });
        expect(await failureOf(fleet.run('helm_install', { ...named('x'), namespace: 'no-such-namespace', chart: './web' }))).toMatchObject(
          { code: 'NOT_FOUND', hint: expect.stringContaining('create_namespace'), message: expect.not.stringMatching(/[\u0000-\u0008]/) },
        );
        expect(await failureOf(fleet.run('helm_rollback', { ...named('wrong'), revision: 7 }))).toMatchObject({ code: 'NOT_FOUND' });
        await fleet.run('helm_uninstall', named('wrong'));
      });

      test('a timeout and a cancellation leave a release that is marked', { timeout: 90_000 }, async () => {
        const error = await failureOf(fleet.run('helm_install', { ...named('slow'), chart: './hanging', timeout: '1s' }));
        expect(error).toMatchObject({ code: 'TIMEOUT', cluster, retryable: true, details: { release: { status: 'failed' } } });

        const controller = new AbortController();
        const running = fleet.call({
          operation: 'helm_install',
          input: { ...named('cut'), chart: './hanging' },
          signal: controller.signal,
          // The first write is the release itself, the second the hook that never ends.
          onProgress: ({ message = '' }) => (message.includes('/pods') ? controller.abort() : undefined),
        });
        expect(await failureOf(running)).toMatchObject({ code: 'CANCELLED', cluster });
        // helm is given the time to write down that it was ended.
        expect(await untilStatus('cut', /^failed$/)).toBe('failed');
        for (const name of ['slow', 'cut']) await fleet.run('helm_uninstall', named(name));
      });

      test('a release that somebody left half done is not touched, and the error says how to go on', { timeout: 90_000 }, async () => {
        await fleet.run('helm_install', { ...named('stuck'), chart: './web' });
        const path = `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.stuck-${String(major)}.v1`;
        const { adminClient } = local.cluster(cluster);
        const secret = (await adminClient.request('GET', path)).json() as {
          data: { release: string };
          metadata: { labels: Record<string, string> };
        };
        const release = JSON.parse(gunzipSync(Buffer.from(Buffer.from(secret.data.release, 'base64').toString(), 'base64')).toString()) as {
          info: { status: string };
        };
        release.info.status = 'pending-upgrade';
        secret.metadata.labels['status'] = 'pending-upgrade';
        secret.data.release = Buffer.from(gzipSync(JSON.stringify(release)).toString('base64')).toString('base64');
        await adminClient.request('PUT', path, secret);
        const error = await failureOf(fleet.run('helm_upgrade', { ...named('stuck'), chart: './web' }));
        expect(error).toMatchObject({
          code: 'CONFLICT',
          hint: expect.stringContaining('helm_rollback'),
          details: { release: { status: 'pending-upgrade' } },
        });
        await fleet.run('helm_uninstall', named('stuck'));
      });
    });
  });
});
