/**
 * A fleet as an HTTP API with an OpenAPI description, for an Express 5 application.
 * @packageDocumentation
 */
export { AccessRefusal, type AccessFailureCode } from '../http/access-refusal.js';
export { createAuthenticator, type AuthenticationOptions, type Authenticator } from '../http/authenticator.js';
export type { GuardOptions } from '../http/guard.js';
export type { JwtOptions } from '../http/jwt-verifier.js';
export type { Principal } from '../http/principal.js';
export type { Role } from '../http/roles.js';
export { hashToken, type StaticToken } from '../http/static-tokens.js';
export type { Problem } from './answer/problem.js';
export { createRestHandler, type RestHandler } from './create-rest-handler.js';
export type { ExecOptions } from './exec/exec-options.js';
export { createRestRouter } from './create-rest-router.js';
export { HTTP_FAILURES, type HttpFailureCode } from './failure.js';
export type { JsonObject } from './openapi/json-object.js';
export { openApiDocument, type OpenApiDocument } from './openapi/document.js';
export type { RateLimit, RestOptions } from './options.js';
