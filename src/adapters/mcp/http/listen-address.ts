import { FleetError } from '../../../index.js';

export interface AddressOptions {
  readonly host: string;
  readonly authToken?: string | undefined;
  readonly allowUnauthenticated?: boolean | undefined;
}

/** True when only this machine can connect. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Refuses to offer a fleet to a network without a token.
 * @throws FleetError CONFIG_INVALID
 */
export function checkListenAddress({ host, authToken, allowUnauthenticated }: AddressOptions): void {
  if (authToken !== undefined && authToken.length < 16) {
    throw new FleetError('CONFIG_INVALID', 'The token for HTTP clients is shorter than 16 characters. Use a long random one.');
  }
  if (isLoopback(host) || authToken !== undefined || allowUnauthenticated === true) return;
  throw new FleetError('CONFIG_INVALID', `Not listening on ${host}: everyone who reaches it could operate every cluster.`, {
    hint: 'Set a token for HTTP clients, listen on 127.0.0.1, or allow unauthenticated clients explicitly.',
  });
}
