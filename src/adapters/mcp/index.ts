/**
 * A fleet as an MCP server: on the standard streams, over HTTP, or inside a server you have already.
 * @packageDocumentation
 */
export { attachFleetTools, type AttachedTools } from './attach-fleet-tools.js';
export { ERROR_META_KEY } from './error-meta-key.js';
export { AccessRefusal, type AccessFailureCode } from '../http/access-refusal.js';
export { createAuthenticator, type AuthenticationOptions, type Authenticator } from '../http/authenticator.js';
export type { GuardOptions } from '../http/guard.js';
export type { JwtOptions } from '../http/jwt-verifier.js';
export type { Principal } from '../http/principal.js';
export type { Role } from '../http/roles.js';
export { hashToken, type StaticToken } from '../http/static-tokens.js';
export type { DoorOptions } from './http/door.js';
export type { HttpHandler } from './http/http-app.js';
export { createMcpHttpHandler, type McpHttpHandler, type McpHttpOptions } from './http/http-handler.js';
export type { SessionLimits } from './http/parts.js';
export { serveHttp, type HttpServing, type ServeHttpOptions } from './http/serve-http.js';
export { serveMcpStdio, type StdioOptions, type StdioServing } from './serve-stdio.js';
