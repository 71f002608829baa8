/**
 * Our HTTP server with the tools, prompts and resources that the conformance suite asks for by name beside our own: what is
 * judged are our transports, our sessions, our checks and our lists. Prints its URL and runs until its input ends.
 */
import { once } from 'node:events';
import { fleetParts } from '../../src/adapters/mcp/http/http-handler.js';
import { serveParts } from '../../src/adapters/mcp/http/serve-http.js';
import type { HttpParts } from '../../src/adapters/mcp/http/parts.js';
import { createMcpServer, toExchange } from '../../src/adapters/mcp/mcp-server.js';
import type { ChangingList } from '../../src/adapters/mcp/surface.js';
import { createFleet } from '../../src/index.js';
import { CONTENT_TOOLS } from './content-tools.js';
import { fixture, text, type FixtureTool } from './fixture.js';
import { INPUT_REQUIRED_TOOLS } from './input-required-tools.js';
import { getPrompt, PROMPTS, readResource, RESOURCES, TEMPLATES } from './prompts-and-resources.js';
import { QUESTION_TOOLS } from './question-tools.js';

const fleet = createFleet({ kubeconfigDir: process.argv[2] });
const serving = await serveParts(fleet, withFixtures(fleetParts(fleet)), { port: 0 });
process.stdout.write(`${JSON.stringify({ url: serving.url })}\n`);
await once(process.stdin.resume(), 'end');
await serving.close();
await fleet.close();

function withFixtures(parts: HttpParts): HttpParts {
  const listeners = new Set<(list: ChangingList) => void>();
  const trigger = fixture('test_trigger_tool_change', async () => {
    for (const listener of listeners) listener('tools');
    return text('Told.');
  });
  const fixtures: readonly FixtureTool[] = [...CONTENT_TOOLS, ...QUESTION_TOOLS, ...INPUT_REQUIRED_TOOLS, trigger];
  const byName = new Map(fixtures.map((one) => [one.tool.name, one]));
  const ours = parts.surface;
  const surface: HttpParts['surface'] = {
    ...ours,
    listTools: (limits) => ({ tools: [...ours.listTools(limits).tools, ...fixtures.map(({ tool }) => tool)] }),
    listPrompts: (limits) => ({ prompts: [...ours.listPrompts(limits).prompts, ...PROMPTS] }),
    listResources: async (cursor, exchange) => {
      const page = await ours.listResources(cursor, exchange);
      return { ...page, resources: [...page.resources, ...RESOURCES] };
    },
    listResourceTemplates: (limits) => ({ resourceTemplates: [...ours.listResourceTemplates(limits).resourceTemplates, ...TEMPLATES] }),
    onListChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    ...parts,
    surface,
    createServer: (requesterOf) => {
      const server = createMcpServer({ requesterOf, surface: () => Promise.resolve(surface) });
      server.registerCapabilities({ logging: {}, resources: { subscribe: true } });
      server.setRequestHandler('tools/call', async ({ params }, context) => {
        const own = byName.get(params.name);
        return own === undefined
          ? ours.callTool(params.name, params.arguments, toExchange(requesterOf(context), context))
          : own.run(params.arguments ?? {}, context);
      });
      server.setRequestHandler('prompts/get', async ({ params }, context) => {
        const input = params.arguments ?? {};
        return getPrompt(params.name, input, context) ?? ours.getPrompt(params.name, input, toExchange(requesterOf(context), context));
      });
      server.setRequestHandler(
        'resources/read',
        async ({ params }, context) => readResource(params.uri) ?? ours.readResource(params.uri, toExchange(requesterOf(context), context)),
      );
      server.setRequestHandler('resources/subscribe', async () => ({}));
      server.setRequestHandler('resources/unsubscribe', async () => ({}));
      return server;
    },
  };
}
