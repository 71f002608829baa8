import { createAuthenticator, hashToken, type Authenticator } from '../../../src/adapters/mcp/index.js';

/** Tokens by what they are for. `cho` has two: one for herself, one for a program that only looks. */
export const TOKENS = {
  root: 'root-token-0123456789',
  ben: 'ben-token-0123456789',
  cho: 'cho-token-0123456789',
  choLooking: 'cho-looking-token-0123456789',
} as const;

/** root may do everything, ben may look at `legacy`, cho may look everywhere and do everything on `current`. */
export function fleetAuthenticator(): Authenticator {
  return createAuthenticator({
    roles: {
      'viewer': { access: 'read-only' },
      'legacy-viewer': { access: 'read-only', clusters: 'legacy' },
      'current-admin': { access: 'full', clusters: 'current' },
    },
    tokens: [
      { user: 'root', sha256: hashToken(TOKENS.root) },
      { user: 'ben', sha256: hashToken(TOKENS.ben), roles: ['legacy-viewer'] },
      { user: 'cho', sha256: hashToken(TOKENS.cho), roles: ['viewer', 'current-admin'] },
      { user: 'cho', sha256: hashToken(TOKENS.choLooking), roles: ['viewer'] },
    ],
  });
}

export function bearer(token: string): { readonly Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}
