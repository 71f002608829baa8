import { z } from 'zod';
import { once } from '../../platform/deferred.js';

/** How an answer of a list is written. */
export const listFormatField = once(() => z.enum(['table', 'json', 'yaml', 'names', 'count']).optional().describe('Default table'));
export const sortField = once(() => z.string().min(1).max(330).optional().describe('Column; -column descends'));
export const columnsField = once(() => z.string().min(1).max(2000).optional().describe('name,node,label:app'));
export const projectionField = once(() => z.string().min(1).max(600).optional().describe('JSONPath: values instead of columns'));
export const summaryField = once(() => z.boolean().optional().describe('Counts by status, node, owner'));

/** What every list can be asked; an operation offers some of it. */
export interface ListInput {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  readonly output?: z.output<ReturnType<typeof listFormatField>>;
  readonly sort?: string | undefined;
  readonly columns?: string | undefined;
  readonly projection?: string | undefined;
  readonly summary?: boolean | undefined;
}

/** Parameters that answer different questions. */
const EXCLUDES: readonly (readonly [keyof ListInput, readonly (keyof ListInput)[]])[] = [
  ['summary', ['projection', 'columns', 'sort', 'limit', 'continue', 'output']],
  ['projection', ['columns', 'sort', 'output']],
];

/** What of an input cannot be done together, as a sentence. Nothing is ignored silently. */
export function contradiction(input: ListInput): string | undefined {
  const isGiven = (key: keyof ListInput): boolean => input[key] !== undefined && input[key] !== false && input[key] !== 'table';
  for (const [key, others] of EXCLUDES) {
    const other = isGiven(key) ? others.find(isGiven) : undefined;
    if (other !== undefined) return `${key} and ${other} answer different questions: leave one out`;
  }
  const { output = 'table' } = input;
  const useless = NEEDLESS[output].find(isGiven);
  return useless === undefined ? undefined : `output=${output} does not use ${useless}: leave it out`;
}

const NEEDLESS: Readonly<Record<NonNullable<ListInput['output']>, readonly (keyof ListInput)[]>> = {
  table: [],
  names: ['columns'],
  json: ['columns', 'sort'],
  yaml: ['columns', 'sort'],
  count: ['columns', 'sort', 'limit', 'continue'],
};
