import type { ServerResponse } from 'node:http';

/** Adds the name of a request header to those on which the answer depends. */
export function vary(response: ServerResponse, name: string): void {
  const known = response.getHeader('Vary');
  response.setHeader('Vary', known === undefined ? name : `${String(known)}, ${name}`);
}
