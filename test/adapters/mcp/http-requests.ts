import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { z } from 'zod';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface HttpQuestion {
  readonly method?: string;
  /** `Host` is what is sent, whatever the URL says. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One plain request; `fetch` would not let a test choose Host and Origin. */
export async function ask(url: string, { method = 'GET', headers = {}, body }: HttpQuestion = {}): Promise<HttpAnswer> {
  const outgoing = request(url, { method, headers, agent: false });
  outgoing.end(body);
  const response = await responseTo(outgoing);
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** The headers of a client of the 2025 revisions. */
export const RPC_HEADERS = { 'Content-Type': 'application/json', 'Accept': 'application/json, text/event-stream' };

/** Opens a session and returns its id. */
export async function initialize(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await ask(`${url}/mcp`, { method: 'POST', headers: { ...RPC_HEADERS, ...headers }, body: initializeBody() });
  const id = answer.headers['mcp-session-id'];
  if (answer.status !== 200 || typeof id !== 'string') throw new Error(`initialize: ${answer.status} ${answer.text}`);
  return id;
}

export function initializeBody(): string {
  return rpc('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'plain', version: '1' } });
}

export function rpc(method: string, params: unknown, id: number | string = 1): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** A request of the 2026-07-28 revision: its body and the headers that must agree with it. */
export function modernRpc(
  method: string,
  params: Readonly<Record<string, unknown>>,
  meta: Readonly<Record<string, unknown>> = {},
): { body: string; headers: Record<string, string> } {
  const _meta = {
    ...meta,
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'plain', version: '1' },
  };
  const { name } = params;
  return {
    body: rpc(method, { ...params, _meta }),
    headers: {
      ...RPC_HEADERS,
      'MCP-Protocol-Version': '2026-07-28',
      'Mcp-Method': method,
      ...(typeof name === 'string' ? { 'Mcp-Name': name } : {}),
    },
  };
}

/** The result or error in an answer, whether it came as JSON or as an event stream. */
export function messageIn(answer: HttpAnswer): z.output<typeof MESSAGE> {
  const data = answer.text.includes('data: ') ? answer.text.split('data: ').at(-1) : answer.text;
  return MESSAGE.parse(JSON.parse(data ?? 'null'));
}

/** Opens a stream of events and resolves when its headers are there. */
export async function openStream(url: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  const outgoing = request(url, { headers: { Accept: 'text/event-stream', ...headers }, agent: false });
  outgoing.end();
  const response = await responseTo(outgoing);
  return response.resume();
}

const MESSAGE = z.looseObject({
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.looseObject({ code: z.int(), message: z.string() }).optional(),
});

function responseTo(outgoing: ReturnType<typeof request>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // The listener stays: a server that refuses a long body ends the connection while it is being sent.
    outgoing.once('response', resolve).on('error', reject);
  });
}
