import { expect } from 'vitest';
import { operationInput, TOOLSETS, type Operation, type OperationOutput } from '../../src/index.js';

type Finding = OperationOutput<'health_check'>['findings'][number];

/** Every suggested step must be a read that there is, with an input that it takes. */
export function expectUsableSteps(findings: readonly Finding[]): void {
  const operations = TOOLSETS.flatMap((toolset): readonly Operation[] => toolset.operations);
  for (const { operation, input } of findings.flatMap(({ next }) => next)) {
    const found = operations.find(({ name }) => name === operation);
    expect(found, operation).toMatchObject({ effect: 'read' });
    expect(operationInput(found!).safeParse(input).error, `${operation} ${JSON.stringify(input)}`).toBeUndefined();
  }
}
