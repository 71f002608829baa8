import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import { exchangeOf, type RestRequest } from '../exchange.js';
import { problemOf, type Problem } from './problem.js';
import { sendProblem } from './send.js';

/** What the person who runs this server must hear of. */
const NO_CALLERS_FAULT: readonly Problem['code'][] = ['INTERNAL', 'AUTHENTICATION_UNAVAILABLE'];

/** Answers whatever was thrown with a problem document. */
export type AnswerProblem = (thrown: unknown, request: RestRequest, response: ServerResponse) => void;

/** Defects are told to `onerror` too. */
export function problemAnswerer(onerror: ((error: unknown, requestId: string) => void) | undefined): AnswerProblem {
  return (thrown, request, response) => {
    const exchange = exchangeOf(request, response);
    const answer = problemOf(thrown, exchange);
    if (NO_CALLERS_FAULT.includes(answer.problem.code)) onerror?.(thrown, exchange.requestId);
    if (response.headersSent) {
      // Too late for an answer; no one may take half of one for a whole one.
      response.destroy();
    } else if (!response.destroyed) {
      sendProblem(response, answer);
    }
  };
}

/** The same for an Express application, which knows an error handler by its four parameters. */
export function answerProblem(onerror: ((error: unknown, requestId: string) => void) | undefined): ErrorRequestHandler {
  const answer = problemAnswerer(onerror);
  return (thrown: unknown, request, response, _next) => {
    answer(thrown, request, response);
  };
}
