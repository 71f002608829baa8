/**
 * A fleet as an HTTP API with an OpenAPI description, for an Express 5 application.
 * @packageDocumentation
 */
export type { GuardOptions } from './access/guard.js';
export type { JwtOptions } from './access/jwt-verifier.js';
export type { Role } from './access/principal.js';
export { hashToken, type StaticToken } from './access/static-tokens.js';
export type { Problem } from './answer/problem.js';
export { createRestHandler, type RestHandler } from './create-rest-handler.js';
export { createRestRouter } from './create-rest-router.js';
export { HTTP_FAILURES, type HttpFailureCode } from './failure.js';
export type { JsonObject } from './openapi/json-object.js';
export { openApiDocument, type OpenApiDocument } from './openapi/document.js';
export type { RateLimit, RestOptions } from './options.js';
