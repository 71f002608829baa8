import type { ClusterContext } from '../../context.js';
import type { ChangeOutput } from '../../kubernetes/change-output.js';
import { findTarget, type ObjectTarget } from '../../kubernetes/object-target.js';
import type { PlainObject } from '../../kubernetes/object-values.js';
import { apiVersionOf, containerPatch, type ContainerPlace, type TemplateKind } from '../../kubernetes/pod-template.js';
import { changeWorkload, type RolloutChangeInput } from './rollout-change.js';

interface TemplateInput extends RolloutChangeInput {
  readonly kind?: TemplateKind | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Changes containers of a workload's pods; `plan` says which and how, from the object as it is. */
export async function changeTemplate(
  context: ClusterContext,
  { kind = 'Deployment', name, namespace, ...change }: TemplateInput,
  done: string,
  plan: (before: PlainObject, target: ObjectTarget) => readonly { readonly place: ContainerPlace; readonly change: PlainObject }[],
): Promise<ChangeOutput> {
  const target = await findTarget(context.cluster, { apiVersion: apiVersionOf(kind), kind, name, namespace }, context.signal);
  return changeWorkload(context, target, (before) => ({ type: 'strategic', body: containerPatch(kind, plan(before, target)) }), {
    ...change,
    done,
  });
}
