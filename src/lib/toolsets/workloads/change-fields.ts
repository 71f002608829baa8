import { z } from 'zod';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { TEMPLATE_KINDS } from '../../kubernetes/pod-template.js';
import { diffField, dryRunField, timeoutField, waitReadyField } from '../../kubernetes/write-fields.js';
import { deferred, once } from '../../platform/deferred.js';

/** The parameters of every change of a workload. */
export const rolloutChangeFields = deferred(() => ({
  dry_run: dryRunField(),
  diff: diffField(),
  wait_for: waitReadyField(),
  timeout: timeoutField(),
}));

/** The parameters of every change of containers. */
export const templateFields = deferred(() => ({
  kind: z.enum(TEMPLATE_KINDS).optional().describe('Default Deployment'),
  name: nameField(),
  namespace: optionalNamespaceField(),
  ...rolloutChangeFields,
}));

export const containersField = once(() =>
  z.array(z.string().min(1).max(63)).min(1).max(50).optional().describe('Default: all but init containers'),
);
