import { describe, expect, test } from 'vitest';
import { operationOutput, operationSchemas, TOOLSETS, type Operation } from '../../../src/index.js';
import { textWith } from '../../support/text-like.js';
import { failureOf, type StageOf } from '../cases/case.js';
import { expectSameAsLibrary, outcomeOf } from '../world/outcome.js';
import { outlineOf, outlineOfOutput } from './outline.js';
import { smallestInput, takes } from './smallest-input.js';

/** Everything there is, also what is added after this was written. */
export const OPERATIONS = TOOLSETS.flatMap(({ operations }): readonly Operation[] => operations)
  .filter(({ needs = [] }) => needs.every((need) => need === 'nsk'))
  .sort((left, right) => (left.name < right.name ? -1 : 1));

const named = OPERATIONS.map((operation) => [operation.name, operation] as const);
const reads = named.filter(([, { effect }]) => effect === 'read');
const readsOfSecrets = reads.filter(([, operation]) => 'kind' in operation.input.shape && takes(operation, 'kind', 'Secret'));
const others = named.filter(([, { effect }]) => effect !== 'read');

/** A comparison is made again while other test files change the clusters. */
const COMPARED = { timeout: 90_000 };

/** What holds for every operation of the catalog, on every carrier. */
export function testEveryOperation(stage: StageOf): void {
  describe('every operation', () => {
    test('is listed as it is defined', async () => {
      const listed = await (await stage().connection('ordinary')).list();
      expect(listed.map(({ name }) => name)).toEqual(OPERATIONS.map(({ name }) => name));
      for (const { name, description, effect, input, output } of listed) {
        const operation = operationNamed(name);
        const schemas = operationSchemas(operation);
        expect({ name, description, effect }).toEqual({ name, description: operation.description, effect: operation.effect });
        expect({ name, ...outlineOf(input) }).toEqual({ name, ...outlineOf(schemas.input) });
        expect({ name, closed: input['additionalProperties'] }).toEqual({ name, closed: false });
        if (output !== undefined)
          expect({ name, members: outlineOfOutput(output) }).toEqual({ name, members: outlineOfOutput(schemas.output) });
      }
    });

    test('is listed by a fleet that only reads when it reads, and only then', async () => {
      const listed = await (await stage().connection('readOnly')).list();
      expect(listed.map(({ name }) => name)).toEqual(reads.map(([name]) => name));
    });

    test.each(named)('%s refuses what it does not know, and asks no cluster', async (name, operation) => {
      const input = smallestInput(operation, 'legacy');
      const elsewhere = { ...input, cluster: 'legcy' };
      const before = stage().world.requests();
      const [unknown, refused] = await Promise.all([
        stage().call('ordinary', name, { ...input, no_such_parameter: 'x' }),
        'cluster' in input ? stage().call('ordinary', name, elsewhere) : undefined,
      ]);
      expect(failureOf(unknown)).toMatchObject({ code: 'INPUT_INVALID', message: textWith('"no_such_parameter"') });
      if (refused !== undefined) {
        const failure = failureOf(refused);
        expect(outcomeOf(failure)).toEqual(outcomeOf(await (await stage().library('ordinary')).call(name, elsewhere)));
        // Where no session is kept, what chooses for one is refused whatever it would choose.
        const needsSession = !stage().carrier.keepsSession && failure.code === 'INPUT_INVALID';
        if (!needsSession) expect(failure).toMatchObject({ code: 'CLUSTER_UNKNOWN', message: textWith('Did you mean "legacy"?') });
      }
      expect(stage().world.requests()).toBe(before);
    });

    test.each(reads)('%s answers over a fleet that only reads, and as the library does', COMPARED, async (name, operation) => {
      const input = smallestInput(operation, 'legacy');
      const library = await stage().library('readOnly');
      const answer = await expectSameAsLibrary(library, () => stage().call('readOnly', name, input), { name, input });
      if (answer.ok) expect(operationOutput(operation).safeParse(answer.output).error).toBeUndefined();
      if (answer.ok && operation.scope === 'cluster') expect(answer.cluster).toBe('legacy');
    });

    test.each(readsOfSecrets)('%s shows no value of a secret', async (name, operation) => {
      const facts = { kind: 'Secret', name: 'database', namespace: 'shop' };
      const given = Object.entries(facts).filter(([parameter]) => parameter in operation.input.shape);
      const input = { ...smallestInput(operation, 'legacy'), ...Object.fromEntries(given) };
      // The stage searches the answer, whatever it says.
      const answer = await stage().call('ordinary', name, input);
      if (!answer.ok) expect(answer).toMatchObject({ code: expect.not.stringMatching('INPUT_INVALID'), cluster: 'legacy' });
    });

    test.each(others)('%s is refused by a fleet that only reads, and on a cluster that is only read', async (name, operation) => {
      const before = stage().world.requests();
      const [onFleet, onCluster] = await Promise.all([
        stage().call('readOnly', name, smallestInput(operation, 'legacy')),
        operation.scope === 'cluster' ? stage().call('ordinary', name, smallestInput(operation, 'current')) : undefined,
      ]);
      expect(failureOf(onFleet)).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', message: textWith('read-only') });
      if (onCluster !== undefined) {
        const refusal = { code: 'OPERATION_NOT_ALLOWED', cluster: 'current', message: textWith('Nothing was done') };
        expect(failureOf(onCluster)).toMatchObject(refusal);
      }
      expect(stage().world.requests()).toBe(before);
    });
  });
}

function operationNamed(name: string): Operation {
  const found = OPERATIONS.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`${name} is listed and in no toolset.`);
  return found;
}
