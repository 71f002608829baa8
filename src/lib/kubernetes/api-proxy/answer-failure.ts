import type { ServerResponse } from 'node:http';
import { toFleetError, type FleetError } from '../../errors.js';
import { isRecord } from '../../platform/plain-records.js';

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** Gives a failure of the session to the program as the Status that an API server would send. Returns the failure. */
export function answerFailure(response: ServerResponse, thrown: unknown): FleetError {
  const failure = toFleetError(thrown);
  if (response.headersSent) {
    // The answer has begun: only a broken connection tells that it is not whole.
    response.destroy();
    return failure;
  }
  const { details = {} } = failure;
  const told = typeof details['httpStatus'] === 'number' ? details['httpStatus'] : failure.httpStatus;
  const code = told >= 400 && told !== 499 ? told : 502;
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: typeof details['kubernetesMessage'] === 'string' ? details['kubernetesMessage'] : failure.message,
    reason: typeof details['reason'] === 'string' ? details['reason'] : (REASONS[code] ?? 'InternalError'),
    code,
    details: statusDetails(details),
  };
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status));
  return failure;
}

function statusDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { object, causes, retryAfterSeconds } = details;
  return {
    ...(typeof object === 'string' ? { name: object } : {}),
    ...(Array.isArray(causes) ? { causes: causes.map((cause: unknown) => (isRecord(cause) ? cause : { message: String(cause) })) } : {}),
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  };
}
