import { z } from 'zod';
import type { ServedKind } from '../../context.js';
import { FleetError } from '../../errors.js';
import type { ObjectPatch, PatchType } from '../../kubernetes/object-patch.js';
import { recordAt, type PlainObject } from '../../kubernetes/object-values.js';
import { hasOwnStatus } from '../../kubernetes/status-subresource.js';
import { deferred, once } from '../../platform/deferred.js';

/** What decides how a patch is meant. */
interface PatchMeaning {
  readonly type: PatchType | undefined;
  readonly force: boolean | undefined;
  readonly subresource: string | undefined;
  readonly kind: ServedKind;
}

const pointer = once(() => z.string().regex(/^(\/([^~/]|~[01])*)*$/, 'must be a path such as /spec/replicas'));
const step = deferred(() =>
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.enum(['add', 'replace', 'test']), path: pointer(), value: z.unknown() }),
    z.strictObject({ op: z.literal('remove'), path: pointer() }),
    z.strictObject({ op: z.enum(['move', 'copy']), path: pointer(), from: pointer() }),
  ]),
);

/** The patch as it is sent. @throws FleetError INPUT_INVALID for what does not fit together or would be ignored */
export function checkPatch(patch: PlainObject | readonly PlainObject[], meaning: PatchMeaning): ObjectPatch {
  const { type = defaultType(patch, meaning.kind), force, subresource, kind } = meaning;
  if (force !== undefined && type !== 'apply') throw invalid('force', 'force is for type=apply only');
  if (isSteps(patch)) {
    if (type !== 'json') throw invalid('patch', `a patch of type ${type} is an object, not a list of steps`);
    return { type, steps: patch.map(checkStep) };
  }
  if (type === 'json')
    throw invalid('patch', 'a patch of type json is a list of steps: [{"op":"replace","path":"/spec/replicas","value":3}]');
  if (subresource === undefined && Object.keys(recordAt(patch, 'status')).length > 0 && hasOwnStatus(kind)) {
    throw invalid('subresource', `the status of a ${kind.kind} is not written with the rest; pass subresource=status`);
  }
  return { type, body: patch };
}

/** As kubectl: strategic, which knows the lists of built-in kinds; custom kinds have merge only. */
function defaultType(patch: PlainObject | readonly PlainObject[], kind: ServedKind): PatchType {
  if (isSteps(patch)) return 'json';
  return isCustom(kind) ? 'merge' : 'strategic';
}

/** Only kinds that had to be looked up carry their verbs. */
function isCustom({ verbs }: ServedKind): boolean {
  return verbs !== undefined;
}

function isSteps(patch: PlainObject | readonly PlainObject[]): patch is readonly PlainObject[] {
  return Array.isArray(patch);
}

function checkStep(candidate: PlainObject, index: number): z.output<typeof step> {
  const parsed = step.safeParse(candidate);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = ['patch', index, ...(issue?.path ?? [])].join('.');
  throw invalid('patch', `${where}: ${issue?.message ?? 'it is no step of a JSON patch'}`);
}

function invalid(parameter: string, why: string): FleetError {
  return new FleetError('INPUT_INVALID', `resources_patch: ${why}. Nothing was done.`, { details: { parameter } });
}
