import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import type { Fleet } from '../../../src/index.js';
import { createRestRouter, type RestOptions } from '../../../src/adapters/rest/index.js';
import { ask, type HttpAnswer, type HttpQuestion } from '../mcp/http-requests.js';

/** A running Express application with the router at its root. */
export interface RestServer extends AsyncDisposable {
  readonly url: string;
  /** One plain request to a path of the server. */
  ask(path: string, question?: HttpQuestion): Promise<HttpAnswer>;
}

export async function startRest(fleet: Fleet, options: RestOptions = {}, host = '127.0.0.1'): Promise<RestServer> {
  const app = express();
  app.use(createRestRouter(fleet, options));
  return serveApp(app, host);
}

export async function serveApp(app: express.Express, host = '127.0.0.1'): Promise<RestServer> {
  const server = createServer((request, response) => {
    app(request, response);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url,
    ask: (path, question) => ask(`${url}${path}`, question),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The JSON of an answer. */
export function json(answer: HttpAnswer): Record<string, unknown> {
  const value: unknown = JSON.parse(answer.text);
  if (typeof value !== 'object' || value === null) throw new Error(`Not an object: ${answer.text}`);
  return { ...value };
}

export function post(body: unknown, headers: Readonly<Record<string, string>> = {}): HttpQuestion {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: text };
}
