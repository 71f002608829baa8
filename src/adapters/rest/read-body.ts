import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import { HttpFailure } from './failure.js';

/** Reads the JSON body of a request; `{}` when it has none. Throws HttpFailure. */
export type BodyReader = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

export function bodyReader(maxBytes: number): BodyReader {
  const parse: (request: IncomingMessage, response: ServerResponse, next: (thrown?: unknown) => void) => void = express.json({
    limit: maxBytes,
    strict: false,
    type: () => true,
  });
  return async (request, response) => {
    // An application that mounts the router may have parsed the body already.
    if (parsedBody(request) === undefined) {
      if (!hasBody(request)) return {};
      if (!isJson(request)) throw unsupported(request);
      await new Promise<void>((resolve, reject) => {
        parse(request, response, (thrown: unknown) => {
          if (thrown === undefined) resolve();
          else reject(failureOf(thrown, maxBytes));
        });
      });
    }
    return parsedBody(request) ?? null;
  };
}

/** Where parsers for Express leave what they read. */
function parsedBody(request: IncomingMessage): unknown {
  return 'body' in request ? request.body : undefined;
}

/** Refuses a body where parameters belong in the query: it would be ignored. */
export function refuseBody(request: IncomingMessage): void {
  if (hasBody(request))
    throw new HttpFailure('BODY_UNEXPECTED', `${request.method ?? 'It'} takes its parameters from the query; the body was not read.`);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
}

function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
}

function unsupported({ headers }: IncomingMessage): HttpFailure {
  const given = headers['content-type'];
  const what = given === undefined ? 'The body has no Content-Type' : `The body is ${JSON.stringify(given.slice(0, 100))}`;
  return new HttpFailure('MEDIA_TYPE_UNSUPPORTED', `${what}; this route reads application/json.`);
}

/** The parser marks its errors with a type. */
function failureOf(thrown: unknown, maxBytes: number): HttpFailure {
  const type = typeof thrown === 'object' && thrown !== null && 'type' in thrown ? thrown.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new HttpFailure('BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, { headers: { Connection: 'close' } });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new HttpFailure('MEDIA_TYPE_UNSUPPORTED', 'The body is encoded in a way that this server does not read.');
    default:
      // Not the parser's own message: it quotes the body, which may hold a secret.
      return new HttpFailure('BODY_MALFORMED', 'The body is not complete and valid JSON.', { cause: thrown });
  }
}
