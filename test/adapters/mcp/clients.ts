/* eslint-disable @typescript-eslint/no-deprecated -- the SSE transport is deprecated and served all the same. */
import { fileURLToPath } from 'node:url';
import { Client as NewerClient, StreamableHTTPClientTransport as NewerHttpTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewerStdioTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport as OlderStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OlderHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  ElicitRequestSchema,
  ResourceListChangedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { FleetConfigInput } from '../../../src/index.js';

/** A tool result as both SDK lines give it. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (update: { readonly progress: number; readonly total?: number | undefined }) => void;
}

/** What the tests ask of a client, whichever SDK line and transport it has. */
export interface TestClient {
  readonly revision: () => string | undefined;
  readonly instructions: () => string | undefined;
  readonly tools: () => Promise<string[]>;
  readonly call: (name: string, input: Record<string, unknown>, options?: CallOptions) => Promise<ToolAnswer>;
  readonly prompt: (name: string, input: Record<string, string>) => Promise<string>;
  readonly resources: () => Promise<string[]>;
  readonly read: (uri: string) => Promise<string>;
  readonly completions: (typed: string) => Promise<string[]>;
  /** Resolves when the client listens; `told` resolves with the next notice that the list of resources changed. */
  readonly listenForResources: () => Promise<{ readonly told: Promise<void> }>;
  /** The same for the list of tools. */
  readonly listenForTools: () => Promise<{ readonly told: Promise<void> }>;
  readonly close: () => Promise<void>;
}

/** What a user answers to the question of a server. */
export interface UserAnswer {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: Record<string, boolean>;
}

/** Someone who is asked; with one, a client says that it can show forms. */
export type User = (message: string) => UserAnswer | Promise<UserAnswer>;

const FORMS = { capabilities: { elicitation: {} } };

const INFO = { name: 'fleetwright-tests', version: '1.0.0' };

export async function olderHttp(url: string, token?: string, user?: User): Promise<TestClient> {
  const transport = new OlderHttpTransport(new URL(`${url}/mcp`), { requestInit: { headers: authorization(token) } });
  return olderClient(transport, async () => transport.terminateSession(), user);
}

export function olderSse(url: string, token?: string, user?: User): Promise<TestClient> {
  const transport = new SSEClientTransport(new URL(`${url}/sse`), { requestInit: { headers: authorization(token) } });
  return olderClient(transport, undefined, user);
}

export function olderStdio(kubeconfigDirectory: string, settings?: FleetConfigInput, user?: User): Promise<TestClient> {
  return olderClient(new OlderStdioTransport({ ...stdioProgram(kubeconfigDirectory, settings), stderr: 'ignore' }), undefined, user);
}

export function newerHttp(url: string, mode: 'auto' | 'legacy' | 'pinned', token?: string, user?: User): Promise<TestClient> {
  return newerClient(new NewerHttpTransport(new URL(`${url}/mcp`), { requestInit: { headers: authorization(token) } }), mode, user);
}

export function newerStdio(
  kubeconfigDirectory: string,
  mode: 'auto' | 'legacy' | 'pinned',
  settings?: FleetConfigInput,
  user?: User,
): Promise<TestClient> {
  return newerClient(new NewerStdioTransport({ ...stdioProgram(kubeconfigDirectory, settings), stderr: 'ignore' }), mode, user);
}

/** The command that runs a server over the kubeconfigs of a folder. */
export function stdioProgram(kubeconfigDirectory: string, settings: FleetConfigInput = {}): { command: string; args: string[] } {
  const program = fileURLToPath(new URL('stdio-program.ts', import.meta.url));
  return { command: process.execPath, args: ['--import', 'tsx', program, kubeconfigDirectory, JSON.stringify(settings)] };
}

function authorization(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

async function olderClient(transport: Parameters<OlderClient['connect']>[0], end?: () => Promise<void>, user?: User): Promise<TestClient> {
  const client = new OlderClient(INFO, user === undefined ? {} : FORMS);
  if (user !== undefined) client.setRequestHandler(ElicitRequestSchema, async ({ params }) => ({ ...(await user(params.message)) }));
  let revision: string | undefined;
  const connecting = Object.assign(transport, { setProtocolVersion: remember(transport, (version) => (revision = version)) });
  await client.connect(connecting);
  return {
    revision: () => revision,
    instructions: () => client.getInstructions(),
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, input, { signal, onProgress } = {}) =>
      toAnswer(
        await client.callTool({ name, arguments: input }, undefined, {
          ...(signal === undefined ? {} : { signal }),
          ...(onProgress === undefined ? {} : { onprogress: onProgress }),
        }),
      ),
    prompt: async (name, input) =>
      (await client.getPrompt({ name, arguments: input })).messages.map(({ content }) => textIn(content)).join('\n'),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    read: async (uri) => (await client.readResource({ uri })).contents.map(textIn).join('\n'),
    completions: async (typed) =>
      (await client.complete({ ref: { type: 'ref/prompt', name: 'cluster_detail' }, argument: { name: 'cluster', value: typed } }))
        .completion.values,
    listenForResources: async () => ({
      told: signalled((tell) => client.setNotificationHandler(ResourceListChangedNotificationSchema, tell)),
    }),
    listenForTools: async () => ({
      told: signalled((tell) => client.setNotificationHandler(ToolListChangedNotificationSchema, tell)),
    }),
    close: async () => {
      await end?.();
      await client.close();
    },
  };
}

async function newerClient(
  transport: Parameters<NewerClient['connect']>[0],
  mode: 'auto' | 'legacy' | 'pinned',
  user?: User,
): Promise<TestClient> {
  const client = new NewerClient(INFO, {
    ...(user === undefined ? {} : FORMS),
    versionNegotiation: { mode: mode === 'pinned' ? { pin: '2026-07-28' } : mode },
  });
  if (user !== undefined) client.setRequestHandler('elicitation/create', async ({ params }) => ({ ...(await user(params.message)) }));
  await client.connect(transport);
  return {
    revision: () => client.getNegotiatedProtocolVersion(),
    instructions: () => client.getInstructions(),
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, input, { signal, onProgress } = {}) =>
      toAnswer(
        await client.callTool(
          { name, arguments: input },
          { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onprogress: onProgress }) },
        ),
      ),
    prompt: async (name, input) =>
      (await client.getPrompt({ name, arguments: input })).messages.map(({ content }) => textIn(content)).join('\n'),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    read: async (uri) => (await client.readResource({ uri })).contents.map(textIn).join('\n'),
    completions: async (typed) =>
      (await client.complete({ ref: { type: 'ref/prompt', name: 'cluster_detail' }, argument: { name: 'cluster', value: typed } }))
        .completion.values,
    listenForResources: async () => {
      const told = signalled((tell) => client.setNotificationHandler('notifications/resources/list_changed', tell));
      if (client.getProtocolEra() === 'modern') await client.listen({ resourcesListChanged: true });
      return { told };
    },
    listenForTools: async () => {
      const told = signalled((tell) => client.setNotificationHandler('notifications/tools/list_changed', tell));
      if (client.getProtocolEra() === 'modern') await client.listen({ toolsListChanged: true });
      return { told };
    },
    close: () => client.close(),
  };
}

function signalled(listen: (tell: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    listen(() => {
      resolve();
    });
  });
}

function remember(transport: Parameters<OlderClient['connect']>[0], tell: (version: string) => void): (version: string) => void {
  const before = transport.setProtocolVersion?.bind(transport);
  return (version) => {
    tell(version);
    before?.(version);
  };
}

function toAnswer(result: Readonly<Record<string, unknown>>): ToolAnswer {
  const { content, structuredContent, _meta: meta, isError } = result;
  return {
    text: Array.isArray(content) ? content.map(textIn).join('\n') : '',
    isError: isError === true,
    structured: isRecord(structuredContent) ? structuredContent : {},
    meta: isRecord(meta) ? meta : {},
  };
}

function textIn(content: unknown): string {
  return isRecord(content) && typeof content['text'] === 'string' ? content['text'] : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Every way to connect: its name, the revision that is spoken, and how. */
export const CONNECTIONS = [
  ['first SDK line, stdio', '2025-11-25', ({ directory, settings, user }: Target) => olderStdio(directory, settings, user)],
  ['first SDK line, Streamable HTTP', '2025-11-25', ({ url, user }: Target) => olderHttp(url, undefined, user)],
  ['first SDK line, HTTP+SSE', '2025-11-25', ({ url, user }: Target) => olderSse(url, undefined, user)],
  [
    'second SDK line, stdio, 2025 revision',
    '2025-11-25',
    ({ directory, settings, user }: Target) => newerStdio(directory, 'legacy', settings, user),
  ],
  [
    'second SDK line, stdio, 2026-07-28',
    '2026-07-28',
    ({ directory, settings, user }: Target) => newerStdio(directory, 'pinned', settings, user),
  ],
  ['second SDK line, HTTP, 2025 revision', '2025-11-25', ({ url, user }: Target) => newerHttp(url, 'legacy', undefined, user)],
  ['second SDK line, HTTP, 2026-07-28', '2026-07-28', ({ url, user }: Target) => newerHttp(url, 'pinned', undefined, user)],
  ['second SDK line, HTTP, as it negotiates', '2026-07-28', ({ url, user }: Target) => newerHttp(url, 'auto', undefined, user)],
] as const;

/** A server over HTTP, and the folder of kubeconfigs for one over stdio. */
export interface Target {
  readonly url: string;
  readonly directory: string;
  /** Of the server over stdio, beside its folder. */
  readonly settings?: FleetConfigInput;
  readonly user?: User;
}

/** A connected client that closes at the end of its scope. */
export async function open(connecting: Promise<TestClient>): Promise<{ client: TestClient } & AsyncDisposable> {
  const client = await connecting;
  return { client, [Symbol.asyncDispose]: () => client.close() };
}
