import { z } from 'zod';
import { accessLevel } from './access-section.js';
import { customField, optionalList, optionalText, rows, table } from './fields.js';

const HASH_RULE = 'must be the SHA-256 of a token: 64 hexadecimal digits, made by "fleetwright config hash-token"';

/** `[[auth.tokens]]`: one bearer token each. */
const tokenRow = () =>
  z.strictObject({
    user: customField(z.string().trim().min(1, 'must not be empty'), {
      kind: 'text',
      description: 'Whose token it is. Stands in the audit log.',
    }),
    sha256: customField(z.string({ error: HASH_RULE }).regex(/^[0-9a-f]{64}$/i, HASH_RULE), {
      kind: 'text',
      description: 'SHA-256 of the token in hexadecimal: `fleetwright config hash-token` makes it. The token itself stands nowhere.',
      secret: true,
    }),
    roles: optionalList('Names of `[auth.roles]`; several add up. Absent: all that the fleet allows.'),
  });

const AUDIENCE_RULE = 'must be a string that is not empty, or a list of them';
const audience = () =>
  z.union(
    [z.string().min(1, AUDIENCE_RULE), z.array(z.string().min(1, AUDIENCE_RULE), AUDIENCE_RULE).min(1, AUDIENCE_RULE)],
    AUDIENCE_RULE,
  );

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const algorithm = () =>
  z.string().refine((name) => ALGORITHMS.includes(name), `is not an algorithm that proves who signed; there is ${ALGORITHMS.join(', ')}`);

const ADDRESS_RULE = 'must be an https address (http only on this machine)';
const jwksUri = () =>
  z
    .string()
    .refine((value) => /^https:\/\/[^\s/]+|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(value), ADDRESS_RULE)
    .optional();

/** `[auth.jwt]`: tokens of an OpenID Connect issuer. */
const jwtSection = () =>
  z.strictObject({
    issuer: customField(z.string().min(1, 'must not be empty'), { kind: 'text', description: 'The `iss` that every JWT must carry.' }),
    audience: customField(audience(), { kind: 'list', description: 'A string or a list; one of them must be in the `aud` of every JWT.' }),
    jwksUri: customField(jwksUri(), {
      kind: 'text',
      description: 'Where the issuer publishes its keys. Absent: what `ISSUER/.well-known/openid-configuration` says.',
    }),
    algorithms: customField(z.array(algorithm()).min(1, 'must not be empty').optional(), {
      kind: 'list',
      description: 'Signature algorithms to accept; those with a shared secret cannot be.',
      default: '["RS256", "PS256", "ES256", "EdDSA"]',
    }),
    userClaim: optionalText('Claim that names the user.', { default: 'sub' }),
    rolesClaim: optionalText('Claim with the names of roles, a list or words; dots lead into objects (`realm_access.roles`).', {
      default: 'roles',
    }),
  });

/** `[auth.roles.NAME]`: what callers with this role may do, and where. */
const roleSection = () =>
  z.strictObject({
    access: customField(accessLevel(), { kind: 'text', description: '`full`, `non-destructive` or `read-only`.' }),
    clusters: optionalText('Selector of the clusters it is for, such as `env=dev` or `prod-* not prod-7`. Absent: every cluster.'),
    toolsets: optionalList('Names of the toolsets it is for. Absent: all of them.'),
  });

/** `[auth]`: who may call over HTTP, and what they may do. */
export const authSection = () =>
  z.strictObject({
    tokens: rows(tokenRow(), 'Bearer tokens, by their hash.'),
    jwt: jwtSection().optional(),
    roles: table(roleSection(), 'What callers may do. A role narrows what the fleet allows, never widens it.'),
  });
