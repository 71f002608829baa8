import type { RequestHandler } from 'express';
import { dump } from 'js-yaml';
import type { Fleet, Operation } from '../../../index.js';
import { send } from '../answer/send.js';
import { HttpFailure } from '../failure.js';
import type { RestOptions } from '../options.js';
import { principalOf } from '../principal-of.js';
import { openApiDocument, type OpenApiDocument } from './document.js';
import { documentationPage } from './documentation-page.js';

const FORMATS = {
  json: { type: 'application/json', write: (document: OpenApiDocument) => JSON.stringify(document) },
  yaml: { type: 'application/yaml', write: (document: OpenApiDocument) => dump(document, { lineWidth: -1, noRefs: true }) },
  html: { type: 'text/html; charset=utf-8', write: documentationPage },
} as const;

/** Serves the OpenAPI document of the operations that the caller may use, as they are now. */
export function documentHandler(fleet: Fleet, options: RestOptions, format: keyof typeof FORMATS): RequestHandler {
  const { type, write } = FORMATS[format];
  const textFor = remembered((operations, url) => write({ ...openApiDocument(fleet, operations, options), servers: [{ url }] }));
  return (request, response) => {
    const { limits } = principalOf(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new HttpFailure('METHOD_NOT_ALLOWED', 'The document can only be read.', { headers: { Allow: 'GET, HEAD' } });
    }
    const operations = fleet.operations.list(limits);
    send(response, 200, type, textFor(operations, request.baseUrl === '' ? '/' : request.baseUrl));
  };
}

type TextOf = (operations: readonly Operation[], url: string) => string;

/** One text per combination of roles is in use at a time, of one mount path. */
const KEPT = 8;

/** Keeps the last few texts: making one takes many times longer than sending it. */
function remembered(make: TextOf): TextOf {
  const kept: { readonly operations: readonly Operation[]; readonly url: string; readonly text: string }[] = [];
  return (operations, url) => {
    const known = kept.find((one) => one.url === url && isSame(one.operations, operations));
    if (known !== undefined) return known.text;
    const text = make(operations, url);
    kept.unshift({ operations, url, text });
    kept.length = Math.min(kept.length, KEPT);
    return text;
  };
}

function isSame(left: readonly Operation[], right: readonly Operation[]): boolean {
  return left.length === right.length && left.every((operation, index) => operation === right[index]);
}
