import type { IncomingHttpHeaders } from 'node:http';

/** What the protocol revision 2026-07-28 answers when headers and body disagree. */
const HEADER_MISMATCH = -32020;

export interface HeaderMismatch {
  readonly code: number;
  readonly message: string;
  readonly data: { readonly mismatch: { readonly header: string; readonly body: string } };
}

/**
 * Compares the `Mcp-Param-*` headers of a tool call with its arguments, as the tool's input schema declares them by
 * `x-mcp-header`: a gateway that routes by `Mcp-Param-Cluster` must never be told another cluster than the one that is used.
 * The SDK does this for tools that are registered with it; ours are listed as they are.
 */
export function parameterHeaderMismatch(
  inputSchema: Readonly<Record<string, unknown>>,
  input: Readonly<Record<string, unknown>>,
  headers: IncomingHttpHeaders,
): HeaderMismatch | undefined {
  for (const [parameter, headerName] of declaredHeaders(inputSchema)) {
    const wanted = textOf(input[parameter]);
    if (wanted === undefined) continue;
    const header = `Mcp-Param-${headerName}`;
    const given = headers[header.toLowerCase()];
    if (given === undefined)
      return mismatch(header, `the body carries ${parameter}=${JSON.stringify(wanted)} but the ${header} header is absent`);
    const decoded = decode(typeof given === 'string' ? given : given.join(', '));
    if (decoded === undefined) return mismatch(header, `the ${header} header is not valid Base64`);
    if (decoded !== wanted) {
      return mismatch(
        header,
        `the ${header} header says ${JSON.stringify(decoded)} but the body carries ${parameter}=${JSON.stringify(wanted)}`,
      );
    }
  }
  return undefined;
}

function* declaredHeaders(inputSchema: Readonly<Record<string, unknown>>): Generator<readonly [parameter: string, headerName: string]> {
  for (const [parameter, schema] of entriesOf(inputSchema['properties'])) {
    const headerName = entriesOf(schema).find(([keyword]) => keyword === 'x-mcp-header')?.[1];
    if (typeof headerName === 'string') yield [parameter, headerName];
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** Values of other types than these are refused by the check of the input, which says it better. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined;
}

function decode(header: string): string | undefined {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(header)?.[1];
  if (encoded === undefined) return header;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function mismatch(header: string, body: string): HeaderMismatch {
  return {
    code: HEADER_MISMATCH,
    message: `Bad Request: the request headers and body disagree: ${body}`,
    data: { mismatch: { header, body } },
  };
}
