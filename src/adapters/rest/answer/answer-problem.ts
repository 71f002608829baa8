import type { ErrorRequestHandler } from 'express';
import { exchangeOf } from '../exchange.js';
import { problemOf } from './problem.js';
import { sendProblem } from './send.js';

/** Answers whatever was thrown with a problem document. Defects are told to `onerror` too. */
export function answerProblem(onerror: ((error: unknown, requestId: string) => void) | undefined): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const exchange = exchangeOf(request, response);
    const answer = problemOf(thrown, exchange);
    if (answer.problem.code === 'INTERNAL') onerror?.(thrown, exchange.requestId);
    if (response.headersSent) {
      // Too late for an answer; no one may take half of one for a whole one.
      response.destroy();
    } else if (!response.destroyed) {
      sendProblem(response, answer);
    }
  };
}
