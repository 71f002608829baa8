import { describe, expect, it } from 'vitest';
import type { ClusterDescriptor } from '../../../src/lib/clusters/descriptor.js';
import { parseSelector } from '../../../src/lib/clusters/selector.js';
import { matchSelector, type SelectorScope } from '../../../src/lib/clusters/selector-match.js';
import { FleetError } from '../../../src/lib/errors.js';

function cluster(name: string, environment: string, zone = 'default', labels: Record<string, string> = {}): ClusterDescriptor {
  return {
    name,
    environment,
    environmentGuessed: false,
    zone,
    labels,
    origin: { source: name.startsWith('edge') ? 'rancher:eu' : 'kubeconfig-directory:/c' },
    fingerprint: name,
    connect: () => Promise.reject(new Error('A selector connects to nothing.')),
  };
}

const clusters = [
  cluster('prod-1', 'prod', 'commercial', { tier: 'core' }),
  cluster('prod-2', 'prod', 'fedramp', { tier: '' }),
  cluster('staging-1', 'staging'),
  cluster('dev-1', 'dev', 'default', { 'tier': 'edge', 'example.com/team': 'a b, "c"' }),
  cluster('edge-1', 'unknown'),
  cluster('or', 'dev'),
  cluster('arn:aws:eks:eu:1:cluster/x', 'dev'),
];

const scope: SelectorScope = {
  clusters,
  active: 'dev-1',
  health: ({ name }) => (name === 'prod-1' ? 'ready' : name === 'prod-2' ? 'notready' : 'unknown'),
  find: (name) => {
    const found = clusters.find((candidate) => candidate.name === (name === 'main' ? 'prod-1' : name));
    if (found === undefined) throw new FleetError('CLUSTER_UNKNOWN', `There is no cluster ${name}.`);
    return found;
  },
};

const select = (selector: string, changes: Partial<SelectorScope> = {}): string =>
  matchSelector(parseSelector(selector), { ...scope, ...changes })
    .clusters.map(({ name }) => name)
    .join(' ');
const explain = (selector: string): string => matchSelector(parseSelector(selector), scope).explanation;
const ALL = clusters.map(({ name }) => name).join(' ');

describe('cluster selector', () => {
  it.each([
    ['*', ALL],
    ['all', ALL],
    ['active', 'dev-1'],
    ['prod-1', 'prod-1'],
    ['main', 'prod-1'],
    ['prod-2,prod-1', 'prod-1 prod-2'],
    ['prod-2 , dev-1', 'prod-2 dev-1'],
    ['prod-*', 'prod-1 prod-2'],
    ['{prod,dev}-1', 'prod-1 dev-1'],
    ['*-[!1]', 'prod-2'],
    ['env=prod', 'prod-1 prod-2'],
    ['environment==prod', 'prod-1 prod-2'],
    ['env = prod', 'prod-1 prod-2'],
    ['env=dev,staging', 'staging-1 dev-1 or arn:aws:eks:eu:1:cluster/x'],
    ['env=st*', 'staging-1'],
    ['env!=prod', 'staging-1 dev-1 or arn:aws:eks:eu:1:cluster/x'],
    ['env!=prod,dev', 'staging-1'],
    ['not env=prod', 'staging-1 dev-1 edge-1 or arn:aws:eks:eu:1:cluster/x'],
    ['env=prod zone=fedramp', 'prod-2'],
    ['env=prod and not zone=fedramp', 'prod-1'],
    ['env=prod !prod-1', 'prod-2'],
    ['env=prod && !prod-1', 'prod-2'],
    ['env=staging or env=dev *-1', 'staging-1 dev-1'],
    ['(env=staging | env=dev) *-1', 'staging-1 dev-1'],
    ['NOT (prod-* OR *-1)', 'or arn:aws:eks:eu:1:cluster/x'],
    ['source=rancher:*', 'edge-1'],
    ['health=ready', 'prod-1'],
    ['health!=ready', 'prod-2 staging-1 dev-1 edge-1 or arn:aws:eks:eu:1:cluster/x'],
    ['label.tier=core', 'prod-1'],
    ['label.tier!=core', 'prod-2 dev-1'],
    ['label.tier=""', 'prod-2'],
    ['label.example.com/team=\'a b, "c"\'', 'dev-1'],
    ['"or"', 'or'],
    ['"or" | prod-1', 'prod-1 or'],
    ['arn:aws:eks:eu:1:cluster/x', 'arn:aws:eks:eu:1:cluster/x'],
    ['nothing-*', ''],
    ['env=prdo', ''],
  ])('%s', (selector, expected) => {
    expect(select(selector)).toBe(expected);
  });

  it('says why nothing or little matched', () => {
    expect(explain('env=prdo')).toBe('0 of 7 clusters match. No cluster has env="prdo" (known: dev, prod, staging). Did you mean "prod"?');
    expect(explain('nothing-*')).toBe('0 of 7 clusters match. No cluster matches "nothing-*".');
    expect(explain('env!=prod')).toBe('4 of 7 clusters match. 1 cluster without env not selected by env!=.');
  });

  it.each([
    ['', 'it is empty; write `*` to mean every cluster'],
    ['  \n', 'it is empty; write `*` to mean every cluster'],
    ['prod-1,', 'a name is expected, not the end at character 8'],
    [',prod-1', 'a name or a condition is expected, not "," at character 1'],
    ['env=', 'a value is expected, not the end at character 5'],
    ['=prod', 'a name or a condition is expected, not "=" at character 1'],
    ['(env=prod', '"(" is not closed at character 1'],
    ['env=prod)', '")" has no "(" at character 9'],
    ['()', 'a name or a condition is expected, not ")" at character 2'],
    ['not', 'a name or a condition is expected, not the end at character 4'],
    ['prod-1 or', 'a name or a condition is expected, not the end at character 10'],
    ['env=prod,zone=x', 'a comma joins only names, or the values of one field; write `and` or `or` between conditions at character 14'],
    ['prod-1,env=dev', 'a comma joins only names, or the values of one field; write `and` or `or` between conditions at character 11'],
    ['enw=prod', '"enw" is not a field (env, zone, source, health, label.KEY) at character 1', ' Did you mean "env"?'],
    ['label.=x', '"label." is not a field (env, zone, source, health, label.KEY) at character 1'],
    ['label.teir=x', 'no cluster has the label "teir" (labels: example.com/team, tier)', ' Did you mean "tier"?'],
    ['label.__proto__=x', 'no cluster has the label "__proto__" (labels: example.com/team, tier)'],
    ['health=good', 'health is one of ready, notready, unknown, not "good"'],
    ['"prod', 'a quote is not closed at character 1'],
    ['prod-[1', '"[" is not closed at character 6'],
    ['x'.repeat(8193), 'it is longer than 8192 characters'],
    [`${'('.repeat(100)}prod-1${')'.repeat(100)}`, 'it is nested more than 32 deep at character 33'],
    [`${'! '.repeat(4000)}prod-1`, 'it is nested more than 32 deep at character 65'],
    ['{a,b}'.repeat(20), `${JSON.stringify('{a,b}'.repeat(20))} is not a valid pattern: more than 256 alternatives`],
  ])('refuses %j', (selector, problem, suggestion = '') => {
    expect(() => select(selector)).toThrow(
      expect.objectContaining({ code: 'SELECTOR_INVALID', message: `The cluster selector cannot be used: ${problem}.${suggestion}` }),
    );
  });

  it.each(['prod-1 or prod-9', 'prod-9', 'not prod-9', 'prod-1 | (env=dev prod-9)', '"prod-*"', 'prоd-1', '-x', '/etc/passwd'])(
    'refuses the unknown name in %j wherever it stands',
    (selector) => {
      expect(() => select(selector)).toThrow(expect.objectContaining({ code: 'CLUSTER_UNKNOWN' }));
    },
  );

  it('refuses `active` where none is chosen', () => {
    expect(() => select('active', { active: undefined })).toThrow(expect.objectContaining({ code: 'CLUSTER_NOT_SELECTED' }));
  });

  it('ends, and only with a selection or a FleetError, for whatever is thrown at it', () => {
    const pieces = [
      'prod-1',
      'env',
      '=',
      '!=',
      ',',
      '(',
      ')',
      '!',
      'not',
      'or',
      '|',
      '&',
      '*',
      '"',
      "'",
      '[a',
      '{',
      '}',
      'label.tier',
      ' ',
      '\0',
      '🦄',
      'active',
    ];
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)] ?? '').join('');
      try {
        const { clusters: found } = matchSelector(parseSelector(text), scope);
        expect(found.every((item) => clusters.includes(item))).toBe(true);
      } catch (error) {
        expect(FleetError.isInstance(error), text).toBe(true);
      }
    }
  });
});
