import { z } from 'zod';

/** A value that stands in a field selector: what separates selectors cannot be a part of it. */
const selectorValue = z
  .string()
  .max(253)
  .regex(/^[^-,=!\s][^,=!\s]*$/, 'must be one word without , = or !, and does not begin with "-"');

export const eventTypeField = z.enum(['Warning', 'Normal']).optional().describe('Default: both');
export const eventReasonField = selectorValue.optional().describe('BackOff');
export const eventKindField = z
  .string()
  .max(63)
  .regex(/^[A-Za-z][A-Za-z0-9]*$/, 'must be a kind such as Pod')
  .optional()
  .describe('Of the object: Pod');
export const eventNameField = selectorValue.optional().describe('Of the object');
