import type { IncomingMessage, ServerResponse } from 'node:http';
import { FleetError, type Fleet } from '../../index.js';
import { answerCall } from './answer/answer-call.js';
import { exchangeOf, type RestRequest } from './exchange.js';
import { CONFIRMATION_HEADER } from './confirmation-header.js';
import { HttpFailure } from './failure.js';
import { callerOf, principalOf } from './principal-of.js';
import { queryInput } from './query-input.js';
import { refuseBody, type BodyReader } from './read-body.js';
import { allowedMethods, findRoute, isMissing, type Route } from './route.js';

/** Answers a request to a path below `/v1`, which is given without that. Rejects with what is to be answered as a problem. */
export type OperationHandler = (request: RestRequest, response: ServerResponse, path: string) => Promise<void>;

export function operationHandler(fleet: Fleet, readBody: BodyReader, heartbeatMs: number): OperationHandler {
  return async (request, response, path) => {
    const principal = principalOf(request, response);
    const exchange = exchangeOf(request, response);
    const route = findRoute(fleet, path);
    if (isMissing(route)) {
      // The fleet refuses it, so that the refusal reaches the audit log like any other.
      await fleet.call({ operation: route.missing, caller: callerOf(principal), limits: principal.limits, requestId: exchange.requestId });
      throw new FleetError('INTERNAL', `${route.missing} has no path.`);
    }
    const allowed = allowedMethods(route);
    const { method = '' } = request;
    if (!allowed.split(', ').includes(method)) {
      throw new HttpFailure('METHOD_NOT_ALLOWED', `This path does not answer to ${method.slice(0, 20)}.`, {
        headers: { Allow: allowed },
      });
    }
    const fromQuery = queryInput(route.operation, queryOf(request));
    const input = isRead(route) ? fromQuery : await bodyInput(fromQuery, () => readBody(request, response));
    if (isRead(route)) refuseBody(request);
    await answerCall({ fleet, route, input, principal, exchange, heartbeatMs, confirmation: confirmationOf(request) }, request, response);
  };
}

/** Several headers of the name come as one value, which was given to nobody. */
export function confirmationOf({ headers }: IncomingMessage): string | undefined {
  const given = headers[CONFIRMATION_HEADER.toLowerCase()];
  return Array.isArray(given) ? given.join(', ') : given;
}

function isRead({ operation }: Route): boolean {
  return operation.effect === 'read';
}

async function bodyInput(fromQuery: Readonly<Record<string, unknown>>, read: () => Promise<unknown>): Promise<unknown> {
  const [first] = Object.keys(fromQuery);
  if (first === undefined) return objectOf(await read());
  throw new HttpFailure(
    'QUERY_UNEXPECTED',
    `The query holds ${JSON.stringify(first.slice(0, 80))}; this path takes its parameters from the body.`,
  );
}

/** Without members it would count as no parameters at all. */
function objectOf(body: unknown): object {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new FleetError('INPUT_INVALID', 'The body must be a JSON object with the parameters. Nothing was done.');
}

function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
}
