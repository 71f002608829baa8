import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../../src/index.js';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { failureOf } from '../../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { builtHelm, chartsFolder, HELM_BUILD_MS, WEB_CHART, type ChartsFolder } from '../../../support/helm.js';
import { ownNamespace } from '../../../support/own-namespace.js';

const namespace = 'helm-releases';
const SECRET = 'canary-7d21-of-the-database';

/** 40 config maps and as many secrets. */
const LONG_CHART = {
  'templates/all.yaml': `{{- range $index := until 40 }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $.Release.Name }}-{{ $index }}
data:
  text: {{ $.Values.text }}
---
apiVersion: v1
stringData:
  some: {{ $.Values.secret }}
metadata:
  name: {{ $.Release.Name }}-{{ $index }}
kind: Secret
{{- end }}
`,
};

/** A deployment, a test that is a job, and with broken=true an object that no cluster takes. */
const SERVED_CHART = {
  'templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  selector: {matchLabels: {app: {{ .Release.Name }}}}
  template:
    metadata: {labels: {app: {{ .Release.Name }}}}
    spec: {containers: [{name: main, image: "example.test/app:1"}]}
{{- if .Values.broken }}
---
apiVersion: v1
kind: Service
metadata: {name: {{ .Release.Name }}-broken}
spec: {ports: [{port: 99999}]}
{{- end }}
`,
  'templates/tests/job.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-test
  annotations: {"helm.sh/hook": test}
spec:
  template:
    spec: {restartPolicy: Never, containers: [{name: main, image: "example.test/app:1"}]}
`,
  'values.yaml': 'broken: false\n',
};

await describeWithFleet('helm releases', () => {
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
    let charts: ChartsFolder;
    let fleet: Fleet;
    beforeAll(async () => {
      const helmPath = await builtHelm(major);
      charts = await chartsFolder(helmPath);
      await charts.chart('web', WEB_CHART);
      await charts.chart('long', LONG_CHART);
      await charts.chart('served', SERVED_CHART);
      fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['helm'], helm: { helmPath, chartsDir: charts.path } });
    }, HELM_BUILD_MS);
    afterAll(async () => {
      await fleet.close();
      await charts.remove();
    });

    describe.each(['legacy', 'current'] as const)('on %s', (cluster) => {
      const name = `web-${String(major)}`;
      const target = { cluster, namespace, name };
      const map = async (which: string): Promise<unknown> => {
        const path = `/api/v1/namespaces/${namespace}/configmaps/${name}-${which}`;
        const answer = await local.cluster(cluster).adminClient.request('GET', path);
        return answer.status === 404 ? undefined : (answer.json() as { data?: unknown }).data;
      };

      test('from the first installation to the last deletion', { timeout: 120_000 }, async () => {
        const chart = './web';
        const before = await fleet.call({ operation: 'helm_diff', input: { ...target, chart } });
        expect(before.output).toMatchObject({
          installed: false,
          added: [expect.stringContaining('ConfigMap'), expect.any(String)],
          changed: [],
        });
        const tried = await fleet.run('helm_install', { ...target, chart, dry_run: true });
        expect(tried).toMatchObject({ dry_run: true, manifest: expect.stringContaining(`name: ${name}-settings`) });
        expect(await map('settings')).toBeUndefined();

        const values = { colour: 'blue', extra: true, database: { password: SECRET } };
        const installed = await fleet.run('helm_install', { ...target, chart, values });
        expect(installed).toMatchObject({
          dry_run: false,
          release: { name, namespace, revision: 1, status: 'deployed' },
          notes: expect.stringContaining('is blue'),
        });
        expect(await map('settings')).toEqual({ colour: 'blue' });

        const listed = await fleet.run('helm_list', { cluster, namespace, filter: `^${name}$` });
        expect(listed.releases).toEqual([
          expect.objectContaining({ name, namespace, revision: 1, status: 'deployed', chart: 'web-1.0.0', app_version: '2.0' }),
        ]);
        expect(await fleet.run('helm_status', target)).toMatchObject({
          release: { chart: 'web-1.0.0', status: 'deployed', app_version: '2.0' },
          notes: expect.stringContaining('blue'),
        });

        const got = await fleet.run('helm_get', target);
        expect(got.values).toEqual({ colour: 'blue', extra: true, database: { password: '[redacted]' } });
        const all = JSON.stringify(await fleet.run('helm_get', { ...target, what: 'all', all_values: true }));
        expect(all).toContain('kind: Secret');
        expect(all).not.toContain(SECRET);

        const diff = await fleet.call({
          operation: 'helm_diff',
          input: { ...target, chart, values: { colour: 'red', database: { password: 'another-canary' } } },
        });
        expect(diff.output).toMatchObject({
          installed: true,
          added: [],
          changed: [expect.stringContaining('-settings'), expect.stringContaining('-database')],
          removed: [expect.stringContaining('-extra')],
        });
        expect(diff.text()).toContain('colour: red');
        expect(diff.text()).not.toMatch(/canary/);
        expect(await map('settings')).toEqual({ colour: 'blue' });

        const upgraded = await fleet.run('helm_upgrade', { ...target, chart, values: { colour: 'red' } });
        expect(upgraded.release).toMatchObject({ revision: 2, status: 'deployed' });
        expect(await map('settings')).toEqual({ colour: 'red' });
        expect(await map('extra')).toBeUndefined();

        const history = await fleet.run('helm_history', target);
        expect(history.revisions.map(({ revision, status }) => [revision, status])).toEqual([
          [2, 'deployed'],
          [1, 'superseded'],
        ]);
        const back = await fleet.run('helm_diff', { ...target, revision: 1 });
        expect(back).toMatchObject({ added: [expect.stringContaining('-extra')] });
        expect((await fleet.run('helm_rollback', { ...target, revision: 1 })).release).toMatchObject({ revision: 3, status: 'deployed' });
        expect(await map('settings')).toEqual({ colour: 'blue' });
        expect(await map('extra')).toEqual({ more: 'yes' });

        expect(await fleet.run('helm_uninstall', { ...target, dry_run: true })).toMatchObject({ dry_run: true });
        expect(await map('settings')).toEqual({ colour: 'blue' });
        expect(await fleet.run('helm_uninstall', target)).toMatchObject({ message: expect.stringContaining('uninstalled') });
        expect(await map('settings')).toBeUndefined();
        expect(await failureOf(fleet.run('helm_status', target))).toMatchObject({ code: 'NOT_FOUND', cluster });
      });

      test('waits for what it sends, runs tests, and goes back from an upgrade that fails', { timeout: 150_000 }, async () => {
        const served = { cluster, namespace, name: `served-${String(major)}` };
        const progress: string[] = [];
        const installed = await fleet.call({
          operation: 'helm_install',
          input: { ...served, chart: './served', wait: true, timeout: '1m' },
          onProgress: ({ message = '' }) => progress.push(message),
        });
        expect(installed.output).toMatchObject({ release: { status: 'deployed' } });
        expect(progress).toEqual(expect.arrayContaining([expect.stringContaining('/deployments')]));
        const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${served.name}`;
        expect((await local.cluster(cluster).adminClient.request('GET', path)).json()).toMatchObject({ status: { readyReplicas: 1 } });
        expect((await fleet.run('helm_test', { ...served, timeout: '1m' })).output).toMatch(/Succeeded/);

        const broken = { ...served, chart: './served', values: { broken: true }, atomic: true, timeout: '20s' };
        expect((await failureOf(fleet.run('helm_upgrade', broken))).details).toMatchObject({
          release: { revision: 3, status: 'deployed' },
        });
        expect((await fleet.run('helm_history', { ...served, limit: 1 })).more).toBe(true);
        await fleet.run('helm_uninstall', served);
      });

      test('values of before are kept or dropped as asked', { timeout: 60_000 }, async () => {
        const kept = { cluster, namespace, name: `kept-${String(major)}`, chart: './web' };
        const first = await fleet.run('helm_upgrade', { ...kept, install: true, values: { colour: 'blue', extra: true } });
        expect(first.release).toMatchObject({ revision: 1, status: 'deployed' });
        const { chart: _chart, ...release } = kept;
        const valuesAfter = async (old: 'reuse' | 'reset' | 'reset_then_reuse', values: Record<string, unknown>): Promise<unknown> => {
          await fleet.run('helm_upgrade', { ...kept, old_values: old, values });
          return (await fleet.run('helm_get', release)).values;
        };
        expect(await valuesAfter('reuse', { extra: false })).toEqual({ colour: 'blue', extra: false });
        expect(await valuesAfter('reset_then_reuse', { colour: null })).toMatchObject({ extra: false });
        expect(await valuesAfter('reset', { extra: true })).toEqual({ extra: true });
        await fleet.run('helm_uninstall', release);
      });

      test('what is long is read in parts, with its secrets masked wherever the parts begin', { timeout: 90_000 }, async () => {
        const long = { cluster, namespace, name: `long-${String(major)}` };
        const values = {
          text: 'x'.repeat(1_500),
          secret: SECRET,
          notes: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`note-${String(index)}`, 'y'.repeat(700)])),
        };
        const tried = await fleet.run('helm_install', { ...long, chart: './long', values, dry_run: true });
        expect(tried).toMatchObject({ truncated: true });
        await fleet.run('helm_install', { ...long, chart: './long', values });
        for (const what of ['manifest', 'values'] as const) {
          const parts: string[] = [];
          for (let token: string | undefined, more = true; more;) {
            const part = await fleet.run('helm_get', { ...long, what, ...(token === undefined ? {} : { continue: token }) });
            expect((part.text ?? '').length).toBeLessThanOrEqual(20_000);
            parts.push(part.text ?? '');
            token = part.continue;
            more = token !== undefined;
          }
          expect(parts.length).toBeGreaterThan(1);
          const whole = parts.join('');
          expect(whole).not.toContain(SECRET);
          expect(whole).toContain(what === 'manifest' ? `name: ${long.name}-39` : 'note-29');
        }
        const diff = await fleet.run('helm_diff', { ...long, chart: './long', values: { text: 'z'.repeat(1_500), secret: 'other' } });
        expect(diff.changed.length).toBe(80);
        expect(diff.left_out.length).toBeGreaterThan(0);
        expect(diff.diff.length).toBeLessThan(25_000);
        await fleet.run('helm_uninstall', long);
      });

      test('releases are listed in pages', { timeout: 60_000 }, async () => {
        const names = ['page-a', 'page-b', 'page-c'].map((one) => `${one}-${String(major)}`);
        for (const one of names) await fleet.run('helm_install', { cluster, namespace, name: one, chart: './web' });
        const filter = `^page-.-${String(major)}$`;
        const first = await fleet.run('helm_list', { cluster, namespace, filter, limit: 2 });
        expect(first.releases.map((row) => row.name)).toEqual(names.slice(0, 2));
        const second = await fleet.run('helm_list', { cluster, namespace, filter, limit: 2, continue: first.continue ?? '' });
        expect(second).toEqual({ cluster, releases: [expect.objectContaining({ name: names[2] })] });
        const everywhere = await fleet.run('helm_list', { cluster, all_namespaces: true, filter, limit: 0 });
        expect(everywhere.releases).toHaveLength(3);
        for (const one of names) await fleet.run('helm_uninstall', { cluster, namespace, name: one });
      });
    });
  });
});
