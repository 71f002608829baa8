import { z } from 'zod';
import { coverageOf, type FleetContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { defineOperation } from '../../operation.js';
import { execAllOutput, renderExecAll } from './exec-all-output.js';
import { execOnEach, type EachResult } from './exec-on-each.js';
import { mergeTables, tableOf } from './merge-tables.js';
import { deferred } from '../../platform/deferred.js';

const CONCURRENCY = 10;
const DEFAULT_TIMEOUT_SECONDS = 10;

export const clustersExecAll = defineOperation({
  name: 'clusters_exec_all',
  title: 'Run a read operation on many clusters',
  description: 'Runs one read operation on all or selected clusters in parallel and merges the tables. Says what failed and where.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      operation: z.string().min(1).describe('A read operation on one cluster, e.g. pods_list'),
      parameters: z.record(z.string(), z.unknown()).optional().describe('Its parameters, without cluster'),
      fail_fast: z.boolean().optional().describe('Stop at the first failure'),
      clusters: z.string().min(1).optional().describe('Selector: names, prod-*, env=prod, not TERM; default all'),
      timeout_seconds: z.number().min(0.1).max(300).optional().describe('Per cluster; default 10'),
    }),
  ),
  output: execAllOutput,
  calls: async (context, { operation, parameters = {}, clusters }) => {
    refuseUnsuitable(context, operation, parameters);
    const selection = await context.clusters.select(clusters ?? '*', { caller: context.caller.id });
    return [{ operation, parameters, clusters: selection.clusters }];
  },
  handler: async (context, input) => {
    refuseUnsuitable(context, input.operation, input.parameters ?? {});
    const selection = await context.clusters.select(input.clusters ?? '*', { caller: context.caller.id });
    const infos = new Map((await context.clusters.list()).map((info) => [info.name, info.stale]));
    const each = await execOnEach(context, {
      operation: input.operation,
      parameters: input.parameters ?? {},
      clusters: selection.clusters.map(({ name }) => ({ name, stale: infos.get(name) ?? false })),
      failFast: input.fail_fast === true,
      concurrency: CONCURRENCY,
      timeoutMs: (input.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    });
    refuseWhenInputIsWrongEverywhere(each);
    return { operation: input.operation, ...merge(each) };
  },
  render: renderExecAll,
});

function refuseUnsuitable(context: FleetContext, name: string, parameters: Readonly<Record<string, unknown>>): void {
  const operation = context.operations.get(name);
  if (operation.effect !== 'read') {
    throw new FleetError('OPERATION_NOT_ALLOWED', `clusters_exec_all runs reads only; ${name} is ${operation.effect}. Nothing was done.`);
  }
  if (operation.scope !== 'cluster') {
    throw new FleetError('INPUT_INVALID', `${name} does not run on one cluster, so it cannot run on each of them. Call it directly.`);
  }
  if ('cluster' in parameters) {
    throw new FleetError('INPUT_INVALID', 'parameters must not name a cluster; choose clusters with `clusters`. Nothing was done.');
  }
}

/** Parameters that every cluster refused before anything was asked are one error of the caller, not one failure per cluster. */
function refuseWhenInputIsWrongEverywhere(each: readonly EachResult[]): void {
  const first = each[0]?.error;
  if (first?.code === 'INPUT_INVALID' && each.every(({ error, outcome }) => error?.code === 'INPUT_INVALID' || outcome === 'skipped')) {
    throw new FleetError('INPUT_INVALID', first.message, { details: first.details });
  }
}

function merge(each: readonly EachResult[]): Omit<z.input<typeof execAllOutput>, 'operation'> {
  const answers = each.flatMap(({ cluster, result }) => (result === undefined ? [] : [{ cluster, result, table: tableOf(result) }]));
  const tables = answers.flatMap(({ cluster, table }) => (table === undefined ? [] : [{ cluster, table }]));
  const others = answers.filter(({ table }) => table === undefined);
  const truncated = answers.flatMap(({ cluster, result: { output } }) =>
    typeof output['continue'] === 'string'
      ? [{ cluster, continue: output['continue'], ...(typeof output['remaining'] === 'number' ? { remaining: output['remaining'] } : {}) }]
      : [],
  );
  return {
    coverage: coverageOf(each.map(({ outcome }) => outcome)),
    failures: each.flatMap(({ cluster, error, outcome }) =>
      error === undefined || outcome === 'skipped' ? [] : [{ cluster, code: error.code, message: error.message }],
    ),
    ...(tables.length === 0 ? { columns: [], rows: [] } : mergeTables(tables)),
    ...(others.length === 0 ? {} : { results: others.map(({ cluster, result }) => ({ cluster, output: { ...result.output } })) }),
    ...(truncated.length === 0 ? {} : { truncated }),
  };
}
