import type { Request, RequestHandler } from 'express';
import type { Fleet } from '../../index.js';
import { answerCall } from './answer/answer-call.js';
import { exchangeOf } from './exchange.js';
import { HttpFailure } from './failure.js';
import { principalOf } from './principal-of.js';
import { queryInput } from './query-input.js';
import { refuseBody, type BodyReader } from './read-body.js';
import { allowedMethods, findRoute, type Route } from './route.js';

/** Answers every path below `/v1`. */
export function operationHandler(fleet: Fleet, readBody: BodyReader, heartbeatMs: number): RequestHandler {
  return async (request, response) => {
    const principal = principalOf(request, response);
    const route = findRoute(fleet, request.path);
    const allowed = allowedMethods(route);
    if (!allowed.split(', ').includes(request.method)) {
      throw new HttpFailure('METHOD_NOT_ALLOWED', `This path does not answer to ${request.method.slice(0, 20)}.`, {
        headers: { Allow: allowed },
      });
    }
    const fromQuery = queryInput(route.operation, queryOf(request));
    const input = isRead(route) ? fromQuery : await bodyInput(fromQuery, () => readBody(request, response));
    if (isRead(route)) refuseBody(request);
    await answerCall({ fleet, route, input, principal, exchange: exchangeOf(request, response), heartbeatMs }, request, response);
  };
}

function isRead({ operation }: Route): boolean {
  return operation.effect === 'read';
}

async function bodyInput(fromQuery: Readonly<Record<string, unknown>>, read: () => Promise<unknown>): Promise<unknown> {
  const [first] = Object.keys(fromQuery);
  if (first === undefined) return read();
  throw new HttpFailure(
    'QUERY_UNEXPECTED',
    `The query holds ${JSON.stringify(first.slice(0, 80))}; this path takes its parameters from the body.`,
  );
}

function queryOf(request: Request): URLSearchParams {
  const start = request.url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : request.url.slice(start + 1));
}
