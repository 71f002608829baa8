import { describe, expect, test } from 'vitest';
import { kindPatternProblem, meansKind, parseKindPattern } from '../../../src/lib/policy/kind-pattern.js';
import { builtInKind, type KindNames } from '../../../src/lib/policy/known-kinds.js';
import { compileNamespaces, namespacePatternProblem } from '../../../src/lib/policy/namespace-pattern.js';

const kind = (group: string, plural: string): KindNames => builtInKind(group, plural)!;
const widget: KindNames = {
  group: 'a.example.com',
  kind: 'Widget',
  plural: 'wodgets',
  singular: 'widget',
  shortNames: ['wdg'],
  namespaced: true,
  isBuiltIn: false,
};
const foreignSecret: KindNames = {
  ...widget,
  group: 'vault.example.com',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  shortNames: [],
};

function means(text: string, one: KindNames, isBareBuiltIn = false): boolean {
  const pattern = parseKindPattern(text);
  return pattern !== undefined && meansKind(pattern, one, isBareBuiltIn);
}

describe('patterns of kinds', () => {
  test.each(['Secret', 'secret', 'secrets', 'SECRETS', 'v1/Secret', 'v1/secrets', 'core/Secret'])('%s means Secrets', (text) => {
    expect(kindPatternProblem(text)).toBeUndefined();
    expect(means(text, kind('', 'secrets'))).toBe(true);
    expect(means(text, kind('', 'configmaps'))).toBe(false);
  });

  test.each([
    'Deployment',
    'deploy',
    'deployments.apps',
    'apps/Deployment',
    'apps/v1/Deployment',
    'apps/v1beta1/deploy',
    'apps/*',
    '*.apps',
  ])('%s means Deployments, whatever the version', (text) => {
    expect(kindPatternProblem(text)).toBeUndefined();
    expect(means(text, kind('apps', 'deployments'))).toBe(true);
    expect(means(text, kind('', 'pods'))).toBe(false);
  });

  test.each([
    ['a.example.com/Widget', true],
    ['a.example.com/v9/wdg', true],
    ['wodgets.a.example.com', true],
    ['a.example.com/*', true],
    ['*.a.example.com', true],
    ['*.example.com', true],
    ['example.com/*', false],
    ['*.ample.com', false],
    ['example.com/Widget', false],
    ['a.example.com/Gadget', false],
  ])('%s means a Widget of a.example.com: %s', (text, expected) => {
    expect(kindPatternProblem(text)).toBeUndefined();
    expect(means(text, widget)).toBe(expected);
  });

  test('a name without group denies in every group, and allows the built-in kind only', () => {
    expect(means('Secret', foreignSecret)).toBe(true);
    expect(means('Secret', foreignSecret, true)).toBe(false);
    expect(means('Secret', kind('', 'secrets'), true)).toBe(true);
  });

  test.each([
    ['Secrt', /did you mean "secret"/],
    ['Widget', /example\.com\/Widget/],
    ['apps/Deploymnt', /did you mean "deployment"/],
    ['v1/Secrt', /did you mean "secret"/],
    ['secret/database', /names the group "secret"/],
    ['*.aps', /names the group/],
    ['secrets,pods', /names no kind/],
    ['*', /names no kind/],
    ['', /names no kind/],
    ['Sec*', /names no kind/],
    ['apps/v1/Deployment/scale', /names no kind/],
    [' Secret', /names no kind/],
    ['*.', /names no kind/],
    ['*.example.com*', /names no kind/],
  ])('%j is told apart at start', (text, message) => {
    expect(kindPatternProblem(text)).toMatch(message);
  });
});

describe('patterns of namespaces', () => {
  test.each([
    [['shop'], 'shop', true],
    [['shop'], 'shop-2', false],
    [['/team-.*/'], 'team-a', true],
    [['/team-.*/'], 'my-team-a', false],
    [['/a|b/'], 'b', true],
    [['/a|b/'], 'bc', false],
    [['shop', '/kube-(system|public)/'], 'kube-public', true],
    [['/kube-(system|public)/'], 'kube-node-lease', false],
    [[], 'shop', false],
  ])('%j fits %s: %s', async (patterns, namespace, expected) => {
    for (const pattern of patterns) expect(namespacePatternProblem(pattern)).toBeUndefined();
    expect((await compileNamespaces(patterns))(namespace) !== undefined).toBe(expected);
  });

  test('an expression that makes others think for years answers at once', async () => {
    const matches = await compileNamespaces(['/(a+)+(a+)+b/']);
    const started = performance.now();
    expect(matches('a'.repeat(63))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test.each([
    ['team-*', /regular expression/],
    ['Shop', /no name of a namespace/],
    ['', /no name of a namespace/],
    ['/', /no name of a namespace/],
    ['//', /1 to/],
    ['/(/', /not a regular expression/],
    ['/a(?=b)/', /looks around/],
    ['/(a)\\1/', /looks around/],
    [`/${'a'.repeat(600)}/`, /1 to 498/],
    ['a'.repeat(64), /no name of a namespace/],
  ])('%j is refused at start', (pattern, message) => {
    expect(namespacePatternProblem(pattern)).toMatch(message);
  });
});
