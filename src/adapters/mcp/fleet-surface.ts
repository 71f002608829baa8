import type { Fleet } from '../../index.js';
import { callTool } from './call-tool.js';
import { complete } from './completions.js';
import { ListChanges } from './list-changes.js';
import { getPrompt, listPrompts } from './prompts.js';
import { listResources, listResourceTemplates, readResource } from './resources.js';
import { searchingSurface } from './search/searching-surface.js';
import type { McpSurface } from './surface.js';
import { ToolLists } from './tools.js';

/** A fleet as MCP tools, prompts and resources. Opens nothing; shared by all connections. With `toolSearch`, two tools stand for all. */
export function createFleetSurface(fleet: Fleet): McpSurface {
  const surface = everyOperation(fleet);
  return fleet.config.toolSearch ? searchingSurface(surface, fleet) : surface;
}

function everyOperation(fleet: Fleet): McpSurface {
  const changes = new ListChanges(fleet);
  const tools = new ToolLists(fleet);
  const forgetTools = (): void => {
    tools.forget();
  };
  fleet.on('operations-changed', forgetTools);
  return {
    listTools: (limits) => tools.get(limits),
    callTool: (name, input, exchange) => callTool(fleet, name, input, exchange),
    listPrompts: (limits) => listPrompts(fleet, limits),
    getPrompt: (name, input, exchange) => getPrompt(fleet, name, input, exchange),
    listResources: async (cursor, exchange) => {
      const resources = await listResources(fleet, cursor, exchange);
      changes.resourcesWereListed();
      return resources;
    },
    listResourceTemplates: (limits) => listResourceTemplates(fleet, limits),
    readResource: (uri, exchange) => readResource(fleet, uri, exchange),
    complete: (question, exchange) => complete(fleet, question, exchange),
    onListChanged: (listener) => changes.subscribe(listener),
    close: () => {
      fleet.off('operations-changed', forgetTools);
      changes.close();
    },
  };
}
