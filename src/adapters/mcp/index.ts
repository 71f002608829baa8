/**
 * A fleet as an MCP server: on the standard streams, over HTTP, or inside a server you have already.
 * @packageDocumentation
 */
export { attachFleetTools, type AttachedTools } from './attach-fleet-tools.js';
export { ERROR_META_KEY } from './call-tool.js';
export type { GuardOptions } from './http/guard.js';
export { createMcpHttpHandler, type McpHttpHandler, type McpHttpOptions } from './http/http-handler.js';
export type { SessionLimits } from './http/parts.js';
export { serveHttp, type HttpServing, type ServeHttpOptions } from './http/serve-http.js';
export { serveMcpStdio, type StdioOptions, type StdioServing } from './serve-stdio.js';
