import type { RequestHandler } from 'express';
import { dump } from 'js-yaml';
import type { Fleet, Operation } from '../../../index.js';
import { mayEver } from '../access/principal.js';
import { send } from '../answer/send.js';
import { HttpFailure } from '../failure.js';
import type { RestOptions } from '../options.js';
import { principalOf } from '../principal-of.js';
import { openApiDocument } from './document.js';

/** Serves the OpenAPI document of the operations that the caller may use, as they are now. */
export function documentHandler(fleet: Fleet, options: RestOptions, format: 'json' | 'yaml'): RequestHandler {
  const documentOf = remembered(fleet, options);
  return (request, response) => {
    const principal = principalOf(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new HttpFailure('METHOD_NOT_ALLOWED', 'The document can only be read.', { headers: { Allow: 'GET, HEAD' } });
    }
    const document = documentOf(fleet.operations.list().filter(({ effect }) => mayEver(principal, effect)));
    const placed = { ...document, servers: [{ url: request.baseUrl === '' ? '/' : request.baseUrl }] };
    if (format === 'json') send(response, 200, 'application/json', JSON.stringify(placed));
    else send(response, 200, 'application/yaml', dump(placed, { lineWidth: -1, noRefs: true }));
  };
}

/** Makes the document again only when the operations differ from those of the last one of the same length. */
function remembered(fleet: Fleet, options: RestOptions): (operations: readonly Operation[]) => ReturnType<typeof openApiDocument> {
  const made = new Map<number, { readonly operations: readonly Operation[]; readonly document: ReturnType<typeof openApiDocument> }>();
  return (operations) => {
    const last = made.get(operations.length);
    if (last !== undefined && operations.every((operation, index) => operation === last.operations[index])) return last.document;
    const document = openApiDocument(fleet, operations, options);
    made.set(operations.length, { operations, document });
    return document;
  };
}
