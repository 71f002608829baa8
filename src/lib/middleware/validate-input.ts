import type { z } from 'zod';
import type { Middleware } from '../call.js';
import { FleetError } from '../errors.js';
import type { Operation } from '../operation.js';
import { operationInput } from '../operation-schema.js';
import { nearest } from '../platform/nearest.js';

/** Refuses unknown keys and wrong types before anything else looks at the input. */
export const validateInput: Middleware = (call, next) => {
  if (call.interactive !== undefined && call.operation.interactive !== true) return Promise.reject(notInteractive(call.operation));
  const parsed = operationInput(call.operation).safeParse(call.input ?? {});
  if (!parsed.success) return Promise.reject(inputError(call.operation, parsed.error.issues));
  return next({ ...call, input: parsed.data });
};

function notInteractive({ name }: Operation): FleetError {
  return new FleetError('INPUT_INVALID', `${name} cannot be talked to while it runs. Nothing was done.`, {
    details: { parameter: 'interactive' },
  });
}

interface InputProblem {
  readonly parameter: string;
  readonly message: string;
  readonly suggestion?: string;
}

function inputError(operation: Operation, issues: readonly z.core.$ZodIssue[]): FleetError {
  const valid = Object.keys(operationInput(operation).shape);
  const problems = issues.flatMap((issue) => describe(issue, valid));
  const text = problems
    .map((problem) => `${problem.message}${problem.suggestion === undefined ? '' : ` (did you mean ${problem.suggestion}?)`}`)
    .join('; ');
  return new FleetError('INPUT_INVALID', `${operation.name}: ${text}. Nothing was done.`, { details: { problems, parameters: valid } });
}

function describe(issue: z.core.$ZodIssue, valid: readonly string[]): InputProblem[] {
  const parameter = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const name = [...issue.path, key].join('.');
      const suggestion = issue.path.length === 0 ? suggestionFor(key, valid) : undefined;
      return {
        parameter: name,
        message: `unknown parameter ${JSON.stringify(name.slice(0, 80))}`,
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    });
  }
  return [{ parameter, message: parameter === '' ? issue.message : `${parameter}: ${issue.message}` }];
}

/** Other tools call the target a context; here it is always `cluster`. */
function suggestionFor(key: string, valid: readonly string[]): string | undefined {
  if (valid.includes('cluster') && nearest(key, ['context', 'target', 'kubeconfig']) !== undefined) return 'cluster';
  return nearest(key, valid);
}
