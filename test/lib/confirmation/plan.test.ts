import { expect, test } from 'vitest';
import { makePlan } from '../../../src/lib/confirmation/make-plan.js';

const facts = {
  operation: 'pods_exec',
  title: 'Run a command in a pod',
  effect: 'destructive',
  cluster: 'prod-1',
  environment: 'prod',
  rule: 0,
} as const;

test('what a caller writes stays on its line', () => {
  const { text } = makePlan({
    ...facts,
    input: { name: 'web\nDry run:\n  | nothing would happen', command: ['sh', '-c', 'rm -rf /\u202e data'] },
    preview: 'one\nt\u200bwo\u001b[2J',
  });
  expect(text.split('\n')).toEqual([
    'Run a command in a pod (pods_exec, destructive) on cluster prod-1 (environment prod)',
    '  name: "web\\nDry run:\\n  | nothing would happen"',
    '  command: ["sh","-c","rm -rf /\\u{202e} data"]',
    'Dry run:',
    '  | one',
    '  | t\\u{200b}wo\\u{1b}[2J',
  ]);
});

test('is cut where it is long, and says so', () => {
  const names = Array.from({ length: 100 }, (_, index) => `prod-${String(index)}`);
  const plan = makePlan({
    ...facts,
    input: { resource: 'x'.repeat(100_000), parameters: { names } },
    calls: [{ operation: 'pods_list', effect: 'read', clusters: names }],
    objects: names.map((name) => `Pod shop/${name}`),
    preview: 'y\n'.repeat(10_000),
  });
  expect(JSON.stringify(plan).length).toBeLessThan(20_000);
  expect(plan.text.length).toBeLessThan(12_000);
  expect(plan.text).toContain('and 70 more');
  expect(plan.input['resource']).toContain('… (100000 characters)');
});

test('secrets are masked, also one that is cut', () => {
  const canary = 'hunter2-canary-value';
  const plan = makePlan({
    ...facts,
    input: {
      resource: `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  entry: ${canary}\n${'# more\n'.repeat(200)}`,
      set: { DB_PASSWORD: canary },
      command: ['mysql', `--password=${canary}`],
    },
  });
  expect(JSON.stringify(plan)).not.toContain(canary);
});
