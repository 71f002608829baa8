import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src/index.js';
import { ConfirmationRules, type ConfirmationRule } from '../../../src/lib/confirmation/rules.js';
import { touchedBy } from '../../../src/lib/confirmation/touched.js';
import { TOOLSETS } from '../../../src/lib/toolsets/all.js';

const operations = new Map(TOOLSETS.flatMap(({ operations: all }) => all.map((one): [string, Operation] => [one.name, one])));
const prod = { name: 'prod-1', environment: 'prod' };
const dev = { name: 'dev-1', environment: 'dev' };

/** The place of the rule that asks. */
async function asking(
  rules: readonly Partial<ConfirmationRule>[],
  name: string,
  input: Record<string, unknown> = {},
  cluster: typeof prod | 'none' = prod,
): Promise<number | undefined> {
  const operation = operations.get(name);
  if (operation === undefined) throw new Error(`There is no ${name}.`);
  const compiled = new ConfirmationRules(rules.map((rule) => ({ ask: true, ...rule })));
  return compiled.asking({ operation, cluster: cluster === 'none' ? undefined : cluster, touched: await touchedBy(operation, input) });
}

const pod = { namespace: 'shop', name: 'web' };
const manifest = (kind: string, namespace?: string, apiVersion = 'v1') =>
  JSON.stringify({ apiVersion, kind, metadata: { name: 'x', namespace } });
const apply = (...documents: string[]) => ({ resource: documents.join('\n---\n') });
const remove = (kind: string, more: object = {}, apiVersion = 'v1') => ({ apiVersion, kind, name: 'x', ...more });

describe('rules', () => {
  test('without one nothing is asked', async () => {
    expect(await asking([], 'pods_delete', pod)).toBeUndefined();
    expect(new ConfirmationRules([]).empty).toBe(true);
    expect(new ConfirmationRules([{ ask: false }]).empty).toBe(true);
  });

  test('by operation, effect, cluster, environment: every member must fit', async () => {
    expect(await asking([{ operations: ['pods_*'] }], 'pods_delete', pod)).toBe(0);
    expect(await asking([{ operations: ['pods_exec'] }], 'pods_delete', pod)).toBeUndefined();
    expect(await asking([{ effects: ['write'] }, { effects: ['destructive'] }], 'pods_delete', pod)).toBe(1);
    const rule = { effects: ['destructive' as const], clusters: ['prod-*'], environments: ['prod'] };
    expect(await asking([rule], 'pods_delete', pod)).toBe(0);
    expect(await asking([rule], 'pods_delete', pod, dev)).toBeUndefined();
    expect(await asking([rule], 'pods_list')).toBeUndefined();
  });

  test('the first that fits decides', async () => {
    const rules = [{ namespaces: ['sandbox'], ask: false }, { effects: ['destructive' as const] }];
    expect(await asking(rules, 'pods_delete', { name: 'x', namespace: 'sandbox' })).toBeUndefined();
    expect(await asking(rules, 'pods_delete', pod)).toBe(1);
    // The namespace of the kubeconfig is not known here: it may be another one.
    expect(await asking(rules, 'pods_delete', { name: 'x' })).toBe(1);
  });

  test('operations that touch only this process are in no cluster; others over the fleet may be in any', async () => {
    expect(await asking([{ environments: ['prod'] }], 'port_forward_stop', { id: 'x' }, 'none')).toBeUndefined();
    expect(await asking([{ operations: ['port_forward_stop'] }], 'port_forward_stop', { id: 'x' }, 'none')).toBe(0);
    expect(await asking([{ environments: ['prod'] }], 'clusters_status', {}, 'none')).toBe(0);
    // It is looked at call by call instead.
    expect(await asking([{ environments: ['prod'] }], 'clusters_exec_all', {}, 'none')).toBeUndefined();
  });
});

describe('namespaces', () => {
  const rules = [{ namespaces: ['kube-system', '/team-.*/'] }];

  test('are names, or expressions for the whole name', async () => {
    for (const [namespace, place] of [
      ['kube-system', 0],
      ['team-a', 0],
      ['kube-systems', undefined],
      ['my-team-a', undefined],
    ] as const) {
      expect(await asking(rules, 'pods_delete', { name: 'x', namespace }), namespace).toBe(place);
    }
  });

  test('that the input does not say are asked about', async () => {
    expect(await asking(rules, 'pods_delete', { name: 'x' })).toBe(0);
    expect(await asking(rules, 'nodes_drain', { name: 'node-1' })).toBe(0);
    expect(await asking(rules, 'helm_list', { namespace: 'shop', all_namespaces: true })).toBe(0);
    expect(await asking(rules, 'resources_create_or_update', { resource: 'no manifest' })).toBe(0);
  });

  test('are none for what is in no namespace, and a namespace is in itself', async () => {
    expect(await asking(rules, 'nodes_cordon', { name: 'node-1' })).toBeUndefined();
    expect(await asking(rules, 'resources_delete', remove('ClusterRole', {}, 'rbac.authorization.k8s.io/v1'))).toBeUndefined();
    expect(await asking(rules, 'resources_delete', { apiVersion: 'v1', kind: 'ns', name: 'kube-system' })).toBe(0);
    expect(await asking(rules, 'resources_delete', { apiVersion: 'v1', kind: 'Namespace', name: 'shop' })).toBeUndefined();
  });

  test('are those of each document', async () => {
    const inOthers = apply(manifest('ConfigMap', 'shop'), manifest('Secret', 'other'));
    expect(await asking(rules, 'resources_create_or_update', inOthers)).toBeUndefined();
    expect(await asking(rules, 'resources_create_or_update', apply(manifest('ConfigMap', 'shop'), manifest('Secret', 'kube-system')))).toBe(
      0,
    );
    expect(await asking(rules, 'resources_create_or_update', apply(manifest('ConfigMap')))).toBe(0);
    expect(await asking(rules, 'resources_create_or_update', { ...apply(manifest('ConfigMap')), namespace: 'shop' })).toBeUndefined();
    expect(await asking(rules, 'resources_create_or_update', { ...apply(manifest('ConfigMap', 'team-b')), namespace: 'shop' })).toBe(0);
  });
});

describe('kinds', () => {
  const rules = [{ kinds: ['Secret', 'apps/v1/Deployment', '*.example.com'] }];

  test('are found by any of their names, in any version', async () => {
    for (const kind of ['Secret', 'secret', 'secrets', 'SECRETS'])
      expect(await asking(rules, 'resources_delete', remove(kind)), kind).toBe(0);
    for (const kind of ['deploy', 'deployments'])
      expect(await asking(rules, 'resources_delete', remove(kind, {}, 'apps/v1beta9')), kind).toBe(0);
    expect(await asking(rules, 'resources_delete', remove('ConfigMap'))).toBeUndefined();
    expect(await asking(rules, 'pods_delete', pod)).toBeUndefined();
    expect(await asking([{ kinds: ['Pod'] }], 'pods_delete', pod)).toBe(0);
  });

  test('of custom groups too', async () => {
    expect(await asking(rules, 'resources_delete', remove('Widget', {}, 'shop.example.com/v1'))).toBe(0);
    expect(await asking(rules, 'resources_delete', remove('Widget', {}, 'example.org/v1'))).toBeUndefined();
    // What a short name stands for is known to the cluster only.
    const gadgets = [{ kinds: ['example.com/Gadget'] }];
    expect(await asking(gadgets, 'resources_delete', remove('gdg', {}, 'example.com/v1'))).toBe(0);
    expect(await asking(gadgets, 'resources_create_or_update', apply(manifest('Widget', 'shop', 'example.com/v1')))).toBeUndefined();
  });

  test('that the input does not say are asked about, and are never exempt', async () => {
    expect(await asking(rules, 'helm_uninstall', { name: 'x' })).toBe(0);
    const exempt = [{ kinds: ['ConfigMap'], ask: false }, {}];
    expect(await asking(exempt, 'resources_create_or_update', apply(manifest('ConfigMap'), manifest('Service')))).toBe(1);
    expect(await asking(exempt, 'resources_create_or_update', apply(manifest('ConfigMap')))).toBeUndefined();
    expect(await asking(exempt, 'resources_delete', remove('ConfigMap', {}, 'example.com/v1'))).toBe(1);
    expect(await asking(exempt, 'helm_uninstall', { name: 'x' })).toBe(1);
  });

  test('of all that goes with a namespace or a definition', async () => {
    expect(await asking(rules, 'resources_delete', { apiVersion: 'v1', kind: 'Namespace', name: 'shop' })).toBe(0);
    expect(await asking(rules, 'resources_delete', remove('crd', {}, 'apiextensions.k8s.io/v1'))).toBe(0);
    expect(await asking(rules, 'resources_label', { apiVersion: 'v1', kind: 'Namespace', name: 'shop' })).toBeUndefined();
  });

  test('a pod that runs with a port makes a service', async () => {
    const services = [{ kinds: ['Service'] }];
    expect(await asking(services, 'pods_run', { image: 'x', namespace: 'shop' })).toBeUndefined();
    expect(await asking(services, 'pods_run', { image: 'x', namespace: 'shop', port: 80 })).toBe(0);
  });
});
