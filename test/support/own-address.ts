import { networkInterfaces } from 'node:os';

/** An address of this machine that is no loopback: API servers pass nothing on to those. */
export function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const own = addresses.find(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'));
  if (own === undefined) throw new Error('This machine has no IPv4 address but loopback; API servers proxy to no loopback.');
  return own.address;
}
