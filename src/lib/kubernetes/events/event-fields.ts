import { z } from 'zod';
import { once } from '../../platform/deferred.js';

/** A value that stands in a field selector: what separates selectors cannot be a part of it. */
const selectorValue = once(() =>
  z
    .string()
    .max(253)
    .regex(/^[^-,=!\s][^,=!\s]*$/, 'must be one word without , = or !, and does not begin with "-"'),
);

export const eventTypeField = once(() => z.enum(['Warning', 'Normal']).optional().describe('Default: both'));
export const eventReasonField = once(() => selectorValue().optional().describe('BackOff'));
export const eventKindField = once(() =>
  z
    .string()
    .max(63)
    .regex(/^[A-Za-z][A-Za-z0-9]*$/, 'must be a kind such as Pod')
    .optional()
    .describe('Of the object: Pod'),
);
export const eventNameField = once(() => selectorValue().optional().describe('Of the object'));
