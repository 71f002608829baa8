import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'core-apply';

const configMap = (name: string, data: Record<string, string>): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

await describeWithFleet('resources_create_or_update', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const read = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
      const answer = await local.cluster(cluster).adminClient.request('GET', path);
      return { status: answer.status, body: answer.json() as Record<string, unknown> };
    };
    const mapPath = (name: string): string => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
    const apply = (resource: string, more = {}) => fleet.run('resources_create_or_update', { cluster, namespace, resource, ...more });

    test('says created, configured and unchanged, and shows the difference', async () => {
      expect(await apply(configMap('states', { colour: 'green' }))).toEqual({
        cluster,
        dry_run: false,
        results: [{ document: 1, kind: 'ConfigMap', namespace, name: 'states', status: 'created' }],
      });
      expect((await apply(configMap('states', { colour: 'green' }), { diff: true })).results[0]).toMatchObject({
        status: 'unchanged',
        diff: '',
      });
      const { results } = await apply(configMap('states', { colour: 'blue' }), { diff: true });
      expect(results[0]).toMatchObject({ status: 'configured' });
      expect(results[0]?.diff).toContain('-  colour: green\n+  colour: blue');
      expect((await read(mapPath('states'))).body).toMatchObject({
        data: { colour: 'blue' },
        metadata: { managedFields: [{ manager: 'fleetwright', operation: 'Apply' }] },
      });
    });

    test('a dry run changes nothing and says what it would do', async () => {
      const result = await fleet.call({
        operation: 'resources_create_or_update',
        input: { cluster, namespace, resource: configMap('imagined', { a: '1' }), dry_run: true, diff: true },
      });
      expect(result.output).toMatchObject({ dry_run: true, results: [{ status: 'created', name: 'imagined' }] });
      expect(result.text()).toMatch(
        new RegExp(`^${cluster}: 1 object, dry run: nothing was changed\\ncreated: ConfigMap ${namespace}/imagined\\n`),
      );
      expect((await read(mapPath('imagined'))).status).toBe(404);
    });

    test('the differences of many documents stay within one answer', async () => {
      const many = Array.from({ length: 6 }, (_, index) => configMap(`large-${String(index)}`, { text: 'x'.repeat(8_000) }));
      const { results } = await apply(many.join('\n---\n'), { dry_run: true, diff: true });
      expect(results.map(({ diff = '' }) => diff.startsWith('(left out'))).toEqual([false, false, true, true, true, true]);
    });

    test('stops at the first document that fails, and says what became of each', async () => {
      const resource = [configMap('first', { a: '1' }), configMap('UPPER', {}), configMap('third', {})].join('\n---\n');
      const planned = await failureOf(apply(resource));
      expect(planned).toMatchObject({ code: 'INPUT_INVALID', cluster, details: { document: 2, line: 3 } });
      expect((await read(mapPath('first'))).status).toBe(404);

      const refused = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'second' }, data: { a: 'b' }, binaryData: { a: 'Yg==' } };
      const error = await failureOf(
        apply([configMap('first', { a: '1' }), JSON.stringify(refused), configMap('third', {})].join('\n---\n')),
      );
      expect(error).toMatchObject({
        code: 'INVALID_OBJECT',
        cluster,
        details: {
          results: [
            { document: 1, name: 'first', status: 'created' },
            { document: 2, name: 'second', namespace, status: 'failed' },
            { document: 3, name: 'third', status: 'not attempted' },
          ],
        },
      });
      expect(error.message).toMatch(/^Document 2 of 3 \(line 3\) failed: .* In all: 1 created, 1 failed, 1 not attempted\.$/s);
      expect((await read(mapPath('first'))).status).toBe(200);
      expect((await read(mapPath('third'))).status).toBe(404);
    });

    test('an unknown kind and a namespace where none can be are found before anything is written', async () => {
      const wrongKind = 'apiVersion: apps/v1\nkind: Deploymint\nmetadata: {name: x}\n';
      expect(await failureOf(apply(`${configMap('early', {})}\n---\n${wrongKind}`))).toMatchObject({
        code: 'KIND_UNKNOWN',
        message: expect.stringMatching(/^Document 2 \(line 3\): .*Did you mean "Deployment"\? Nothing was done\.$/) as string,
      });
      const shortKind = 'apiVersion: apps/v1\nkind: deploy\nmetadata: {name: x}\n';
      expect((await failureOf(apply(shortKind))).message).toContain('is spelt Deployment');
      const node = `apiVersion: v1\nkind: Node\nmetadata: {name: x, namespace: ${namespace}}\n`;
      expect((await failureOf(apply(`${configMap('early', {})}\n---\n${node}`))).message).toContain('Node is not in a namespace');
      expect((await read(mapPath('early'))).status).toBe(404);
    });

    test('fields that the kind does not have are refused, also by servers that would drop them', async () => {
      const error = await failureOf(
        apply(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'typo' }, dat: { a: 'b' } })),
      );
      expect(error).toMatchObject({ code: 'INVALID_OBJECT', cluster, retryable: false });
      expect(error.message).toContain('.dat: field not declared in schema');
      const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'typo' }, spec: { size: 1, siz: 2 } };
      expect((await failureOf(apply(JSON.stringify(widget)))).message).toContain('.spec.siz');
    });

    test('fields of another manager are a conflict that names them, and are taken only by force', async () => {
      await apply(configMap('owned', { colour: 'green', size: '1' }));
      const { adminClient } = local.cluster(cluster);
      await adminClient.request('PATCH', `${mapPath('owned')}?fieldManager=gardener`, { data: { colour: 'red' } });
      const error = await failureOf(apply(configMap('owned', { colour: 'green', size: '2' })));
      expect(error).toMatchObject({
        code: 'CONFLICT',
        cluster,
        details: { conflicts: [{ manager: 'gardener', field: '.data.colour' }], results: [{ status: 'failed' }] },
      });
      expect(error.message).toContain('"gardener" owns data.colour');
      expect(error.hint).toContain('force=true');
      expect((await read(mapPath('owned'))).body['data']).toEqual({ colour: 'red', size: '1' });
      expect((await apply(configMap('owned', { colour: 'green', size: '2' }), { force: true })).results[0]?.status).toBe('configured');
      expect((await read(mapPath('owned'))).body['data']).toEqual({ colour: 'green', size: '2' });
    });

    test('the values of a Secret are in no answer, whether it is made, changed or refused', async () => {
      const secret = (data: Record<string, unknown>, more = {}): string =>
        JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'kept' }, stringData: data, ...more });
      const answers: string[] = [];
      for (const value of ['canary-one', 'canary-two']) {
        const input = { cluster, namespace, resource: secret({ word: value }), diff: true };
        const result = await fleet.call({ operation: 'resources_create_or_update', input });
        answers.push(JSON.stringify(result.output), result.text());
      }
      expect(answers.at(-1)).toContain('*** (after)');
      for (const refused of [
        secret({ word: 'canary-three' }, { dat: { word: 'canary-four' } }),
        secret({ word: { deep: 'canary-five' } }),
      ]) {
        const error = await failureOf(apply(refused));
        answers.push(JSON.stringify(error), String(error.cause), error.message);
      }
      const stored = (await read(`/api/v1/namespaces/${namespace}/secrets/kept`)).body['data'];
      expect(stored).toEqual({ word: Buffer.from('canary-two').toString('base64') });
      const all = answers.join('\n');
      for (const word of ['one', 'two', 'three', 'four', 'five']) {
        expect(all).not.toContain(`canary-${word}`);
        expect(all).not.toContain(Buffer.from(`canary-${word}`).toString('base64'));
      }
    });

    test('a status is not written with the rest, and that is said', async () => {
      const deployment = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'with-status' },
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: 'x' } },
          template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'main', image: 'x' }] } },
        },
        status: { replicas: 99 },
      };
      const result = await fleet.call({
        operation: 'resources_create_or_update',
        input: { cluster, namespace, resource: JSON.stringify(deployment), wait_for: 'ready', timeout: '20s' },
      });
      expect(result.output).toMatchObject({ results: [{ status: 'created', ignored: ['status'], state: '0 of 0 pods available' }] });
      expect(result.text()).toContain('not applied: status');
    });

    test('what a wait does not get is a failure that says that everything was applied', async () => {
      const error = await failureOf(apply(configMap('never', {}), { wait_for: 'condition=Ready', timeout: '300ms' }));
      expect(error).toMatchObject({ code: 'TIMEOUT', cluster, details: { results: [{ name: 'never', status: 'created' }] } });
      expect(error.message).toMatch(
        /^Everything was applied \(1 created\), but the wait failed\. Waited \d+ms for ConfigMap .*no condition Ready yet\.$/,
      );
    });
  });
});
