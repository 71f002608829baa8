import { expect, test } from 'vitest';
import { createFleet, type FleetConfigInput } from '../../../src/index.js';
import { failureOf } from '../config/support.js';

type Rules = NonNullable<NonNullable<FleetConfigInput['confirmation']>['rules']>;

const problemsOf = async (rules: Rules) => (await failureOf(() => createFleet({ confirmation: { rules } }))).problems;

test('by default nothing is asked', async () => {
  const fleet = createFleet();
  expect(fleet.config.confirmation).toEqual({ rules: [], ttl: 300_000 });
  expect(fleet.operations.list().filter((operation) => fleet.mayAsk(operation))).toEqual([]);
  await fleet.close();
});

test('everything that cannot be meant is told at once', async () => {
  const effects: unknown = ['destructiv'];
  const problems = await problemsOf([
    { operations: ['pods_{a'], effects: effects as never },
    { clusters: ['prod-[1'], kinds: ['Secrt'], namespaces: ['/(/'] },
    { effects: [], environments: [] },
  ]);
  expect(problems.map(({ key }) => key).sort()).toEqual([
    'confirmation.rules[0].effects[0]',
    'confirmation.rules[0].operations[0]',
    'confirmation.rules[1].clusters[0]',
    'confirmation.rules[1].kinds[0]',
    'confirmation.rules[1].namespaces[0]',
    'confirmation.rules[2].effects',
    'confirmation.rules[2].environments',
  ]);
  expect(problems.find(({ key }) => key.endsWith('effects[0]'))?.suggestion).toBe('Did you mean "destructive"?');
});

test('names of operations must be there, globs must fit one', async () => {
  const problems = await problemsOf([{ operations: ['pods_delet', 'pods_*'] }, { operations: ['podz_*'] }]);
  expect(problems).toEqual([
    {
      key: 'confirmation.rules[0].operations[0]',
      message: '"pods_delet" is no operation',
      suggestion: 'Did you mean "pods_delete"?',
      source: 'configuration',
    },
    { key: 'confirmation.rules[1].operations[0]', message: '"podz_*" fits no operation', source: 'configuration' },
  ]);
});

test('what is switched off, or comes later, may be named', async () => {
  await createFleet({ readOnly: true, confirmation: { rules: [{ operations: ['pods_delete', 'plugin_*'] }] } }).close();
});
