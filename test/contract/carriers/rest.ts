import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRestHandler } from '../../../src/adapters/rest/index.js';
import { createFleet, TOOLSETS, type FleetConfigInput, type Operation } from '../../../src/index.js';
import { failed, hungUp, objectOf } from './answer.js';
import type { Carrier, ChangingConnection, JsonObject } from './carrier.js';
import { listedPaths } from './openapi-operations.js';
import { offerSample } from './sample-operation.js';

/** A service that calls over HTTP. */
export const rest: Carrier = { name: 'REST', keepsSession: false, connect, connectChanging: connect };

async function connect(settings: FleetConfigInput): Promise<ChangingConnection> {
  const fleet = createFleet(settings);
  const handler = createRestHandler(fleet);
  const server = createServer((request, response) => void handler.handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const ask = async (name: string, input: JsonObject, accept: string, signal?: AbortSignal): Promise<Response> => {
    // What is not offered has no path; a caller who kept one asks for it all the same.
    const path = `${url}/v1/${fleet.operations.toolsetOf(name) ?? 'core'}/${name}`;
    const headers = { 'Accept': accept, 'Content-Type': 'application/json' };
    if (isRead(name)) return fetch(`${path}?${queryOf(input)}`, { headers: { Accept: accept }, signal: signal ?? null });
    return fetch(path, { method: 'POST', body: JSON.stringify(input), headers, signal: signal ?? null });
  };
  return {
    list: async () => listedPaths(objectOf(await (await fetch(`${url}/openapi.json`)).json())),
    call: async (name, input, { signal } = {}) => {
      try {
        const response = await ask(name, input, 'application/json', signal);
        const body = await response.text();
        const everything = `${JSON.stringify([...response.headers])}\n${body}`;
        if (!response.ok) return failed(messageIn(objectOf(JSON.parse(body))), everything);
        return {
          ok: true,
          output: objectOf(JSON.parse(body)),
          cluster: response.headers.get('X-Fleetwright-Cluster') ?? undefined,
          everything,
        };
      } catch (thrown) {
        if (signal?.aborted === true) return hungUp(thrown);
        throw thrown;
      }
    },
    read: async (name, input) => (await ask(name, input, 'text/plain')).text(),
    offerSample: async (offered) => {
      offerSample(fleet, offered);
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      await handler.close();
      server.closeAllConnections();
      await closed;
      await fleet.close();
    },
  };
}

/** A problem document calls the message its detail. */
function messageIn(problem: JsonObject): JsonObject {
  return { ...problem, message: problem['detail'] };
}

function isRead(name: string): boolean {
  const known = TOOLSETS.flatMap(({ operations }): readonly Operation[] => operations).find((operation) => operation.name === name);
  return known === undefined || known.effect === 'read';
}

/** Lists by repetition, objects as JSON. */
function queryOf(input: JsonObject): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    for (const one of Array.isArray(value) ? value : [value])
      query.append(name, typeof one === 'object' ? JSON.stringify(one) : String(one));
  }
  return query.toString();
}
