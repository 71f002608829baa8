import express, { type RequestHandler, type Request, type Response } from 'express';
import { HttpFailure } from './failure.js';

/** Reads the JSON body of a request; `{}` when it has none. Throws HttpFailure. */
export type BodyReader = (request: Request, response: Response) => Promise<unknown>;

export function bodyReader(maxBytes: number): BodyReader {
  const parse: RequestHandler = express.json({ limit: maxBytes, strict: false, type: () => true });
  return async (request, response) => {
    // An application that mounts the router may have parsed the body already.
    if (request.body === undefined) {
      if (!hasBody(request)) return {};
      if (!isJson(request)) throw unsupported(request);
      await new Promise<void>((resolve, reject) => {
        parse(request, response, (thrown: unknown) => {
          if (thrown === undefined) resolve();
          else reject(failureOf(thrown, maxBytes));
        });
      });
    }
    const body: unknown = request.body;
    return body ?? null;
  };
}

/** Refuses a body where parameters belong in the query: it would be ignored. */
export function refuseBody(request: Request): void {
  if (hasBody(request))
    throw new HttpFailure('BODY_UNEXPECTED', `${request.method} takes its parameters from the query; the body was not read.`);
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
}

function isJson(request: Request): boolean {
  return /^application\/json\s*(;|$)/i.test(request.get('Content-Type') ?? '');
}

function unsupported(request: Request): HttpFailure {
  const given = request.get('Content-Type');
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
