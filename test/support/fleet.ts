import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, inject } from 'vitest';
import { z } from 'zod';
import { attachLocalFleet, type LocalFleet } from '../../src/testing/index.js';

const CERTIFIED_KEY = z.object({ certificate: z.string(), privateKey: z.string() });

const DESCRIPTION = z.object({
  directory: z.string(),
  clusters: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      host: z.string(),
      port: z.number(),
      authority: CERTIFIED_KEY,
      tokens: z.object({ admin: z.string(), restricted: z.string() }),
      nodes: z.array(z.string()),
      simulated: z.boolean(),
      controllers: z.boolean(),
      latencyMs: z.number(),
    }),
  ),
});

const AVAILABILITY = z.object({ available: z.boolean(), reason: z.string() });

/**
 * The control planes that all test files of a run share: `legacy` (v1.24.17) and `current`, filled as test/README.md says.
 * Fault proxies and kubeconfig files belong to the caller; call `close` when done.
 */
export async function sharedFleet(): Promise<LocalFleet> {
  return attachLocalFleet(DESCRIPTION.parse(await ask('/fleet')));
}

/** `describe` where control planes can be had; elsewhere the tests show as skipped, or fail with REQUIRE_CONTROL_PLANE=1. */
export async function describeWithFleet(name: string, tests: () => void): Promise<void> {
  const { available, reason } = AVAILABILITY.parse(await ask('/availability'));
  if (available) describe(name, tests);
  else describe.skip(`${name} (no control plane: ${reason})`, tests);
}

async function ask(path: string): Promise<unknown> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath: inject('sharedFleetSocket'), path }, resolve)
      .on('error', reject)
      .end();
  });
  const body = await text(response);
  if (response.statusCode !== 200) throw new Error(`The shared fleet did not start: ${body}`);
  return JSON.parse(body);
}
