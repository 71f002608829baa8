import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { choosePod, type DrainRules, type PodChoice } from '../../kubernetes/drain/choose-pods.js';
import { evictPod } from '../../kubernetes/drain/evict-pod.js';
import { setUnschedulable } from '../../kubernetes/drain/set-unschedulable.js';
import { labelSelectorField, nameField } from '../../kubernetes/fields.js';
import { recordsAt } from '../../kubernetes/object-values.js';
import { dryRunField, gracePeriodField, timeoutField, waitTimeout } from '../../kubernetes/write-fields.js';
import { limitedSignal } from '../../platform/limited-signal.js';
import { defineOperation } from '../../operation.js';
import { drainOutput, drainText, type DrainOutput } from './drain-output.js';
import { deferred } from '../../platform/deferred.js';

/** Evictions at the same time; more would only wait for the same budgets. */
const PARALLEL = 10;

export const nodesDrain = defineOperation({
  name: 'nodes_drain',
  title: 'Drain a node',
  description: 'Cordons a node and evicts its pods, as disruption budgets allow. dry_run lists what would go and what stands in the way.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      name: nameField().describe('Node'),
      ignore_daemonsets: z.boolean().optional().describe('Leave their pods; else they stop the drain'),
      delete_emptydir_data: z.boolean().optional().describe('Also pods whose emptyDir data is lost'),
      force: z.boolean().optional().describe('Also pods that nothing makes anew'),
      label_selector: labelSelectorField().describe('Only these pods'),
      grace_period: gracePeriodField().describe("Seconds; default: the pod's own"),
      timeout: timeoutField().describe('Of the whole drain; default 60s'),
      dry_run: dryRunField(),
    }),
  ),
  output: drainOutput,
  handler: async (context, input) => {
    const { name, dry_run: dryRun = false } = input;
    const rules = {
      ignoreDaemonSets: input.ignore_daemonsets ?? false,
      deleteEmptyDirData: input.delete_emptydir_data ?? false,
      force: input.force ?? false,
    };
    // Asked for first, so that a name that is no node is told before anything else.
    const choices = await choicesOf(context, name, rules, input.label_selector);
    const blocked = choices.filter(({ action }) => action === 'blocked');
    if (dryRun) {
      await setUnschedulable(context, name, true, { dryRun });
      return {
        node: name,
        dry_run: true,
        cordoned: false,
        pods: choices.map((choice) => report(choice, choice.action === 'evict' ? 'would_go' : 'stays')),
      };
    }
    if (blocked.length > 0) throw inTheWay(context, name, blocked);
    await setUnschedulable(context, name, true, {});
    const going = choices.filter(({ action }) => action === 'evict');
    const left = choices.filter(({ action }) => action === 'leave').map((choice) => report(choice, 'stays'));
    const pods = [
      ...(await evictAll(context, going, { gracePeriodSeconds: input.grace_period, timeoutMs: waitTimeout(input.timeout) })),
      ...left,
    ];
    const answer = { node: name, dry_run: false, cordoned: true, pods };
    if (pods.some(({ status }) => status === 'failed')) throw unfinished(context, name, answer);
    return answer;
  },
  render: drainText,
});

async function choicesOf(
  context: ClusterContext,
  node: string,
  rules: DrainRules,
  labelSelector: string | undefined,
): Promise<PodChoice[]> {
  const { cluster, signal } = context;
  await cluster.get({ apiVersion: 'v1', kind: 'Node' }, node, { signal });
  const { path } = await cluster.locate({ apiVersion: 'v1', kind: 'Pod' }, { signal });
  const query = { fieldSelector: `spec.nodeName=${node}`, labelSelector };
  const list = (await cluster.request({ path, query, signal })).json();
  return recordsAt(list, 'items').map((pod) => choosePod(pod, rules));
}

async function evictAll(
  context: ClusterContext,
  pods: readonly PodChoice[],
  options: { readonly gracePeriodSeconds: number | undefined; readonly timeoutMs: number },
): Promise<DrainOutput['pods']> {
  const limited = limitedSignal(context.signal, options.timeoutMs);
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(PARALLEL);
  let done = 0;
  const evict = async (pod: PodChoice): Promise<DrainOutput['pods'][number]> => {
    const { status, why } = await evictPod(context, pod, { gracePeriodSeconds: options.gracePeriodSeconds, signal: limited.signal });
    done += 1;
    context.progress({ done, total: pods.length, message: `${pod.namespace}/${pod.name} ${status}` });
    return report({ ...pod, why: why ?? pod.why }, status);
  };
  try {
    const reports = await Promise.all(pods.map((pod) => limit(() => evict(pod))));
    context.signal.throwIfAborted();
    return reports;
  } finally {
    limited.release();
  }
}

function report({ namespace, name, why }: PodChoice, status: DrainOutput['pods'][number]['status']): DrainOutput['pods'][number] {
  return { namespace, name, status, ...(why === undefined ? {} : { why }) };
}

function inTheWay({ cluster }: ClusterContext, node: string, blocked: readonly PodChoice[]): FleetError {
  const list = blocked.slice(0, 10).map(({ namespace, name, why }) => `${namespace}/${name} (${why ?? ''})`);
  const more = blocked.length > 10 ? ` and ${String(blocked.length - 10)} more` : '';
  return new FleetError('CONFLICT', `Node ${node} cannot be drained like this: ${list.join(', ')}${more}. Nothing was done.`, {
    cluster: cluster.cluster.name,
    hint: 'Call with dry_run to see all pods, and allow what may happen to them.',
    details: { pods: blocked.map(({ namespace, name, why }) => ({ namespace, name, why })) },
  });
}

function unfinished({ cluster }: ClusterContext, node: string, answer: DrainOutput): FleetError {
  const failed = answer.pods.filter(({ status }) => status === 'failed');
  const evicted = answer.pods.filter(({ status }) => status === 'evicted').length;
  const list = failed.slice(0, 10).map(({ namespace, name, why }) => `${namespace}/${name} (${why ?? 'unknown'})`);
  return new FleetError(
    'TIMEOUT',
    `Node ${node} is cordoned, ${String(evicted)} pods are evicted, ${String(failed.length)} are still there: ${list.join(', ')}.`,
    {
      cluster: cluster.cluster.name,
      hint: 'Call again to go on, or nodes_uncordon to give up.',
      details: { ...answer },
    },
  );
}
