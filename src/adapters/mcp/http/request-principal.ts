import type { AuthInfo, ServerContext } from '@modelcontextprotocol/server';
import type { Caller } from '../../../index.js';
import type { Principal } from '../../http/principal.js';
import type { Requester } from '../surface.js';

/** The SDKs carry an AuthInfo from a request to its handler: ours stands for the principal, and holds no token. */
const infos = new WeakMap<Principal, AuthInfo>();
const principals = new WeakMap<object, Principal>();

/** What a transport is given along with a request. */
export function authInfoOf(principal: Principal): AuthInfo {
  const info = infos.get(principal) ?? { token: '', clientId: principal.id, scopes: [] };
  infos.set(principal, info);
  principals.set(info, principal);
  return info;
}

/** On whose behalf a request is answered, by the info that came with it. `callerOf` makes the caller. */
export function requesterOf(info: object | undefined, callerOf: (principal: Principal) => Caller): Requester {
  const principal = info === undefined ? undefined : principals.get(info);
  // Nobody is not everybody.
  if (principal === undefined) throw new Error('A request came without its principal.');
  return { caller: callerOf(principal), limits: principal.limits };
}

/** {@link requesterOf} for servers of the second SDK line. */
export function requesterIn(callerOf: (principal: Principal) => Caller): (context: ServerContext) => Requester {
  return ({ http }) => requesterOf(http?.authInfo, callerOf);
}
