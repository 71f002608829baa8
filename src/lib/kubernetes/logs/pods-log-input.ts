import { z } from 'zod';
import { parseDuration } from '../../platform/duration.js';
import { labelSelectorField, nameField, optionalNamespaceField } from '../fields.js';
import { inputError } from '../input-error.js';
import { grepField, maxBytesField, sinceField, sinceTimeField } from './log-fields.js';
import { deferred } from '../../platform/deferred.js';

const LONGEST_FOLLOW_MS = 4 * 60_000;

export const podsLogInput = deferred(() =>
  z.object({
    name: nameField().optional().describe('Pod, or pass labelSelector'),
    labelSelector: labelSelectorField(),
    namespace: optionalNamespaceField(),
    container: z.string().min(1).optional().describe('Needed when the pod has several'),
    all_containers: z.boolean().optional().describe('Of each pod'),
    tail: z.int().min(0).max(100_000).optional().describe('Last lines; default 100 (several logs 20, follow 10), 0 = all'),
    since: sinceField(),
    sinceTime: sinceTimeField(),
    previous: z.boolean().optional().describe('Of the crashed run'),
    timestamps: z.boolean().optional().describe('On each line'),
    grep: grepField(),
    grep_context: z.int().min(0).max(50).optional().describe('Lines around'),
    max_bytes: maxBytesField(),
    follow: z.boolean().optional().describe('Wait for new lines'),
    follow_for: z
      .string()
      .max(30)
      .refine((text) => {
        const milliseconds = parseDuration(text) ?? 0;
        return milliseconds >= 1 && milliseconds <= LONGEST_FOLLOW_MS;
      }, 'must be a duration of 4m at most, such as 30s')
      .optional()
      .describe('Default 30s'),
    follow_lines: z.int().min(1).max(10_000).optional().describe('Default 500'),
  }),
);

export type PodsLogInput = z.output<typeof podsLogInput>;

/** @throws FleetError INPUT_INVALID for parameters that do not go together: none is ignored */
export function checkPodsLogInput(input: PodsLogInput): void {
  const given = (name: keyof PodsLogInput): boolean => input[name] !== undefined && input[name] !== false;
  if (given('name') === given('labelSelector'))
    throw inputError(
      'name',
      `Pass ${given('name') ? 'either' : 'one of'} name (one pod) or labelSelector (several)${given('name') ? ', not both' : ''}.`,
    );
  const exclusive = [
    ['container', 'all_containers'],
    ['since', 'sinceTime'],
    ['previous', 'follow'],
  ] as const;
  for (const [one, other] of exclusive)
    if (given(one) && given(other)) throw inputError(other, `Pass either ${one} or ${other}, not both.`);
  const needs = [
    ['grep_context', 'grep'],
    ['follow_for', 'follow'],
    ['follow_lines', 'follow'],
  ] as const;
  for (const [one, other] of needs)
    if (given(one) && !given(other)) throw inputError(one, `${one} says something only together with ${other}.`);
}
