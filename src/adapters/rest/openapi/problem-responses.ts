import { ERROR_CODES, FleetError, type ErrorCodeEntry } from '../../../index.js';
import { problemOf } from '../answer/problem.js';
import { HTTP_FAILURES, HttpFailure } from '../failure.js';
import type { JsonObject } from './json-object.js';

const EXAMPLE_DETAIL = 'What failed, on which cluster, and why.';
const REQUEST_ID = '7f3d2c9e-6f0a-4a52-9a43-0d6c8f5f3a11';
const PLACE = { path: '/v1/core/pods_list', requestId: REQUEST_ID };

/** Headers that go with a status. */
const HEADERS: Readonly<Record<number, readonly [string, string]>> = {
  401: ['WWW-Authenticate', 'How to authenticate, where this server (and not a cluster) refused.'],
  405: ['Allow', 'The methods of this path.'],
  429: ['Retry-After', 'Seconds to wait.'],
};

const TEXT = { type: 'string' };

/** The schema of every failure. */
export const PROBLEM_SCHEMA: JsonObject = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'hint', 'requestId', 'retryable'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'urn:fleetwright:error:CODE' },
    title: TEXT,
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What failed, where, and why' },
    instance: { type: 'string', format: 'uri-reference', description: 'The path that was asked for' },
    code: { type: 'string', enum: [...Object.keys(ERROR_CODES), ...Object.keys(HTTP_FAILURES)] },
    hint: { type: 'string', description: 'What to do' },
    requestId: TEXT,
    retryable: { type: 'boolean', description: 'The same call may work later' },
    cluster: { type: 'string', description: 'The cluster it came from' },
    cause: TEXT,
    details: { type: 'object', additionalProperties: true, description: 'Facts for programs: valid names, problems' },
  },
};

interface Listed extends ErrorCodeEntry {
  readonly code: string;
  readonly example: unknown;
}

/** Every error code, with an example of its document. */
const LISTED: readonly Listed[] = [
  ...keysOf(ERROR_CODES).map((code) => ({
    code,
    ...ERROR_CODES[code],
    example: problemOf(new FleetError(code, EXAMPLE_DETAIL), PLACE).problem,
  })),
  ...keysOf(HTTP_FAILURES).map((code) => ({
    code,
    ...HTTP_FAILURES[code],
    example: problemOf(new HttpFailure(code, EXAMPLE_DETAIL), PLACE).problem,
  })),
];

/** Refused by the HTTP server before any route is looked at. */
const HEADERS_TOO_LARGE = 431;

const STATUSES = [...new Set(LISTED.map(({ httpStatus }) => httpStatus))].sort((left, right) => left - right);

/** Told by paths that are WebSockets only. */
export const UPGRADE_STATUS = HTTP_FAILURES.UPGRADE_REQUIRED.httpStatus;

/** The failures of an operation: nearly all of them, since a call can meet the faults of any cluster. */
export const PROBLEM_REFERENCES: JsonObject = Object.fromEntries(
  [...STATUSES, HEADERS_TOO_LARGE]
    .filter((status) => status !== UPGRADE_STATUS)
    .map((status) => [String(status), problemReference(status)]),
);

export function problemReference(status: number): JsonObject {
  return { $ref: `#/components/responses/Problem${status}` };
}

/** One response object per status, out of the tables of error codes. */
export function problemResponses(): JsonObject {
  const refused = {
    description: 'The query or the headers are larger than the HTTP server reads (16 KiB by default); without a document.',
  };
  const responses = STATUSES.map((status) => [`Problem${status}`, responseOf(status)] as const);
  return Object.fromEntries([...responses, [`Problem${HEADERS_TOO_LARGE}`, refused]]);
}

function responseOf(status: number): JsonObject {
  const codes = LISTED.filter(({ httpStatus }) => httpStatus === status);
  const header = HEADERS[status];
  return {
    description: codes.map(({ code, hint }) => `${code}: ${hint}`).join('\n\n'),
    ...(header === undefined ? {} : { headers: { [header[0]]: { description: header[1], schema: TEXT } } }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map(({ code, example }) => [code, { value: example }])),
      },
    },
  };
}

function keysOf<Table extends object>(table: Table): (keyof Table & string)[] {
  // The tables are literals of this package; they hold no other keys than their type says.
  return Object.keys(table) as (keyof Table & string)[];
}
