import { z } from 'zod';
import { apiVersionField, kindField, nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { diffField, dryRunField } from '../../kubernetes/write-fields.js';
import { deferred, once } from '../../platform/deferred.js';

/** The parameters of every change of one object of any kind. */
export const objectFields = deferred(() => ({
  apiVersion: apiVersionField(),
  kind: kindField(),
  name: nameField(),
  namespace: optionalNamespaceField(),
}));
export const changeFields = deferred(() => ({ dry_run: dryRunField(), diff: diffField() }));

/** Values of labels or annotations by key. */
export const setField = once(() => z.record(z.string().min(1).max(317), z.string().max(262_144)).optional());
export const removeField = once(() => z.array(z.string().min(1).max(317)).max(100).optional().describe('Keys to remove'));
export const overwriteField = once(() => z.boolean().optional().describe('Replace other values of these keys'));
