import type {
  CallToolResult,
  CompleteResult,
  GetPromptResult,
  ListPromptsResult,
  ListResourcesResult,
  ListResourceTemplatesResult,
  ListToolsResult,
  ReadResourceResult,
} from '@modelcontextprotocol/server';
import type { Caller, CallLimits, Confirmer, Progress } from '../../index.js';

/** On whose behalf a request is answered. */
export interface Requester {
  readonly caller: Caller;
  /** What it may reach; `{}` leaves it to the policy of the fleet. */
  readonly limits: CallLimits;
}

/** One request as the surface sees it, whichever SDK and transport carried it. */
export interface Exchange extends Requester {
  /** Aborted when the client cancels the request or, where the protocol says so, closes its stream. */
  readonly signal: AbortSignal;
  /** Present when the client asked to be told of progress. */
  readonly sendProgress?: ((update: Progress) => Promise<void>) | undefined;
  /** Present when the client can ask its user while the request is open. */
  readonly confirm?: Confirmer | undefined;
  /** What was given for this call when it was asked about before. */
  readonly confirmation?: string | undefined;
}

/** What a completion asks for: the value of one argument of a prompt or of a resource template. */
export interface CompletionQuestion {
  readonly argument: string;
  readonly value: string;
}

/** The lists that may change while a client is connected. */
export type ChangingList = 'tools' | 'resources';

/**
 * Everything an MCP server answers, without saying over what. One object serves all connections of a fleet.
 * Methods throw `RequestError` where the protocol wants an error instead of a result.
 */
export interface McpSurface {
  /** For one limits object the same frozen answer until the operations change. */
  listTools(limits: CallLimits): ListToolsResult;
  callTool(name: string, input: unknown, exchange: Exchange): Promise<CallToolResult>;
  listPrompts(limits: CallLimits): ListPromptsResult;
  getPrompt(name: string, input: Readonly<Record<string, string>>, exchange: Exchange): Promise<GetPromptResult>;
  listResources(cursor: string | undefined, exchange: Exchange): Promise<ListResourcesResult>;
  listResourceTemplates(limits: CallLimits): ListResourceTemplatesResult;
  readResource(uri: string, exchange: Exchange): Promise<ReadResourceResult>;
  complete(question: CompletionQuestion, exchange: Exchange): Promise<CompleteResult>;
  /** Calls back, at most a few times a second, when a list changed. Returns how to stop. */
  onListChanged(listener: (list: ChangingList) => void): () => void;
  /** Stops listening to the fleet. */
  close(): void;
}
