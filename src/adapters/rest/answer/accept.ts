import type { Request } from 'express';
import { HttpFailure } from '../failure.js';

/** The forms in which an answer can be had, the default first. */
export const ANSWER_TYPES = ['application/json', 'text/plain', 'text/event-stream', 'application/x-ndjson'] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

/** The form the caller likes best. Throws HttpFailure NOT_ACCEPTABLE. */
export function answerType(request: Request): AnswerType {
  const chosen = request.accepts([...ANSWER_TYPES]);
  const found = ANSWER_TYPES.find((type) => type === chosen);
  if (found !== undefined) return found;
  throw new HttpFailure('NOT_ACCEPTABLE', `Nothing here comes as ${JSON.stringify((request.get('Accept') ?? '').slice(0, 100))}.`);
}
