import type { IncomingMessage } from 'node:http';
import { HttpFailure } from '../failure.js';
import { preferredType } from './preferred-type.js';

/** The forms in which an answer can be had, the default first. */
export const ANSWER_TYPES = ['application/json', 'text/plain', 'text/event-stream', 'application/x-ndjson'] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

/** The form the caller likes best. Throws HttpFailure NOT_ACCEPTABLE. */
export function answerType({ headers }: IncomingMessage): AnswerType {
  const found = preferredType(headers.accept, ANSWER_TYPES);
  if (found !== undefined) return found;
  throw new HttpFailure('NOT_ACCEPTABLE', `Nothing here comes as ${JSON.stringify((headers.accept ?? '').slice(0, 100))}.`);
}
