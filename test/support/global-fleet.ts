import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { controlPlanesAvailable, type LocalClusterOptions, type LocalFleet, startLocalFleet } from '../../src/testing/index.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the socket behind which this process keeps the shared fleet. */
    readonly sharedFleetSocket: string;
  }
}

const seed = {
  namespace: 'shop',
  deployments: { web: 3, api: 2 },
  failingPods: 1,
  secrets: { database: { username: 'shop', password: 'hunter2-shop' } },
  configMaps: { settings: { colour: 'green' } },
  events: [{ pod: 'failing-0000', reason: 'BackOff', message: 'Back-off restarting failed container main', type: 'Warning' }],
  crd: true,
} as const;

const clusters: readonly LocalClusterOptions[] = [
  { name: 'legacy', version: '1.24', nodes: 2, exec: true, seed },
  { name: 'current', version: 'current', nodes: 2, exec: true, seed },
];

const progress = (line: string): void => void process.stderr.write(`[shared fleet] ${line}\n`);

/**
 * Finds the programs of the control planes before any test runs, because a first download or build takes minutes and would be charged
 * to whichever test came first. Starts the shared fleet when the first test file asks for it.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'fleetwright-tests-'));
  const socket = join(directory, 'fleet.sock');
  let fleet: Promise<LocalFleet> | undefined;

  const availability = controlPlanesAvailable({ clusters, progress });
  // With REQUIRE_CONTROL_PLANE=1 absence is a failure, which every file that needs a control plane reports.
  await availability.catch(() => undefined);

  const server = createServer((request, response) => {
    if (request.url === '/availability') respond(response, availability);
    else
      respond(
        response,
        (fleet ??= startShared()).then((running) => running.describe()),
      );
  });
  server.listen(socket);
  await once(server, 'listening');
  project.provide('sharedFleetSocket', socket);

  return async () => {
    await fleet?.then(
      (running) => running.close(),
      () => undefined,
    );
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true, force: true });
  };
}

async function startShared(): Promise<LocalFleet> {
  const fleet = await startLocalFleet({ clusters, progress });
  await Promise.all(fleet.clusters.map((cluster) => cluster.seed({ namespace: 'team-a', pods: 3 })));
  return fleet;
}

function respond(response: ServerResponse, answer: Promise<unknown>): void {
  answer.then(
    (value) => response.end(JSON.stringify(value)),
    (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
  );
}
