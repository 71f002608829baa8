import { FleetError } from '../../../index.js';
import type { GuardOptions } from '../../http/guard.js';

/** Where a server listens, and whom it lets in. */
export interface AddressOptions {
  readonly host: string;
  /** Callers must prove who they are. */
  readonly locked: boolean;
  readonly allowUnauthenticated?: boolean | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
}

/** True when only this machine can connect. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Refuses to offer a fleet to a network without a token.
 * @throws FleetError CONFIG_INVALID
 */
export function checkListenAddress({ host, locked, allowUnauthenticated }: AddressOptions): void {
  if (isLoopback(host) || locked || allowUnauthenticated === true) return;
  throw new FleetError('CONFIG_INVALID', `Not listening on ${host}: everyone who reaches it could operate every cluster.`, {
    hint: 'Set a token for HTTP clients, listen on 127.0.0.1, or allow unauthenticated clients explicitly.',
  });
}

/** The checks of Host and Origin that fit an address; all handlers of a server share them. */
export function guardFor({ host, locked, allowUnauthenticated = false, allowedHosts, allowedOrigins }: AddressOptions): GuardOptions {
  const acceptAddresses = !isLoopback(host);
  // Behind a token, a name that was rebound to this server gains a page nothing; who lists names means them.
  const unlisted = acceptAddresses && locked ? ['*'] : [host];
  return {
    allowedHosts: allowedHosts === undefined ? unlisted : [host, ...allowedHosts],
    allowedOrigins,
    acceptAddresses,
    // A proxy on this machine would bring everyone.
    loopbackOnly: !locked && !allowUnauthenticated,
  };
}
