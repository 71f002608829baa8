import type { IncomingMessage } from 'node:http';
import { FleetError } from '../../../index.js';
import type { AccessRefusal } from '../../http/access-refusal.js';
import { createAuthenticator, isLock, type Authenticator } from '../../http/authenticator.js';
import { createGuard, type GuardOptions } from '../../http/guard.js';
import type { Principal } from '../../http/principal.js';
import { hashToken, type StaticToken } from '../../http/static-tokens.js';

/** Who is let in. */
export interface DoorOptions extends GuardOptions {
  /** Every request must carry it as `Authorization: Bearer …`: the simple form of `authenticate`. At least 16 characters. */
  readonly authToken?: string | undefined;
  /** Finds out who sent a request and what it may reach; `createAuthenticator` makes one. */
  readonly authenticate?: Authenticator | undefined;
}

/** Who sent a request, or why it is turned away. Host and Origin come first, so that a page never learns whether a token is needed. */
export type Door = (request: IncomingMessage) => Promise<Principal | AccessRefusal>;

/** @throws FleetError CONFIG_INVALID */
export function createDoor(options: DoorOptions): Door {
  const guard = createGuard(options);
  const authenticate = authenticatorOf(options) ?? createAuthenticator({});
  return async (request) => guard(request) ?? authenticate(request.headers);
}

/** True when callers must prove who they are. */
export function isLocked({ authToken, authenticate }: DoorOptions): boolean {
  return authToken !== undefined || isLock(authenticate);
}

const LEAST_LENGTH = 16;

/**
 * The one token of a server that has no others. It allows all that the fleet allows.
 * @throws FleetError CONFIG_INVALID when it is too short
 */
export function tokenOf(authToken: string): StaticToken {
  if (authToken.length < LEAST_LENGTH) {
    throw new FleetError('CONFIG_INVALID', `The token for HTTP clients is shorter than ${LEAST_LENGTH} characters. Use a long random one.`);
  }
  return { user: 'auth_token', sha256: hashToken(authToken) };
}

function authenticatorOf({ authToken, authenticate }: DoorOptions): Authenticator | undefined {
  if (authToken === undefined) return authenticate;
  if (authenticate === undefined) return createAuthenticator({ tokens: [tokenOf(authToken)] });
  throw new FleetError('CONFIG_INVALID', 'There is both an authToken and an authenticator; it is not clear which one counts.', {
    hint: 'Pass one of the two; an authenticator can know the token, too.',
  });
}
