import { afterAll, describe, expect, test } from 'vitest';
import { checkLimits, createFleet, type CallLimits, type OperationFinished } from '../../src/index.js';
import { failureOf } from '../support/failure.js';

const WRONG: readonly (readonly [string, unknown])[] = [
  ['', null],
  ['', 'read-only'],
  ['', []],
  ['grant', { grant: [] }],
  ['access', { access: 'readonly' }],
  ['access', { access: null }],
  ['toolsets', { toolsets: 'core' }],
  ['toolsets', { toolsets: [''] }],
  ['clusters', { clusters: ' ' }],
  ['clusters', { clusters: null }],
  ['clusters', { clusters: ['legacy', 7] }],
  ['clusters', { clusters: 'legacy or (' }],
  ['clusters', { clusters: 'active' }],
  ['clusters', { clusters: 'not (env=prod or active)' }],
  ['grants', { grants: { access: 'full' } }],
  ['grants[0]', { grants: ['viewer'] }],
  ['grants[0].access', { grants: [{}] }],
  ['grants[1].access', { grants: [{ access: 'full' }, { access: 'admin' }] }],
  ['grants[0].cluster', { grants: [{ access: 'full', cluster: 'legacy' }] }],
  ['grants[0].clusters', { grants: [{ access: 'full', clusters: 'active, legacy or active' }] }],
  ['grants[0].toolsets', { grants: [{ access: 'full', toolsets: 'core' }] }],
];

describe('limits that cannot be meant', () => {
  const fleet = createFleet({});
  afterAll(() => fleet.close());

  test.each(WRONG)('%s is named in %j, nothing is listed, nothing runs, and the refusal is told', async (key, given) => {
    // As a program without types would pass them.
    const limits = given as CallLimits;
    const refusal = expect.objectContaining({ code: 'INPUT_INVALID', details: expect.objectContaining({ key }) });
    expect(() => fleet.operations.list(limits)).toThrow(refusal);
    expect(() => checkLimits(limits)).toThrow(refusal);
    const finished = new Promise<OperationFinished>((resolve) => fleet.once('operation-finished', resolve));
    expect(await failureOf(fleet.call({ operation: 'clusters_list', limits }))).toMatchObject({ code: 'INPUT_INVALID', details: { key } });
    expect(await finished).toMatchObject({ operation: 'clusters_list', outcome: 'refused', code: 'INPUT_INVALID' });
  });

  test('a misspelt member is met with the nearest one', () => {
    expect(() => checkLimits({ cluster: 'legacy' } as CallLimits)).toThrow(/cluster: there is no such limit\. Did you mean "clusters"/);
  });

  test.each<CallLimits>([
    {},
    { access: 'full', toolsets: [], clusters: [] },
    { clusters: '"active"' },
    { grants: [] },
    { grants: [{ access: 'read-only' }, { access: 'full', clusters: 'env=dev not (dev-1,dev-2)', toolsets: ['core'] }] },
  ])('%j can be', (limits) => {
    expect(() => checkLimits(limits)).not.toThrow();
  });
});
