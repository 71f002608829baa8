import { randomUUID } from 'node:crypto';
import { toFleetError, type Fleet } from '../../../index.js';
import { failedResult } from '../call-tool.js';
import type { McpSurface } from '../surface.js';
import { OperationIndex } from './operation-index.js';
import { CALL_TOOL, innerCall, SEARCH_TOOL, searchToolList, searchTools } from './search-tools.js';

/**
 * A surface that lists two tools, one to find operations and one to run them, so that a model pays for what it looks up only.
 * Everything else, and calls of operations by their own names, stays as it is.
 */
export function searchingSurface(surface: McpSurface, fleet: Fleet): McpSurface {
  const index = new OperationIndex(fleet);
  const forget = (): void => {
    index.forget();
  };
  fleet.on('operations-changed', forget);
  return {
    ...surface,
    listTools: (limits) => searchToolList(fleet, limits),
    callTool: async (name, input, exchange) => {
      if (name === SEARCH_TOOL) return searchTools(fleet, index, input, { limits: exchange.limits, requestId: randomUUID() });
      if (name !== CALL_TOOL) return surface.callTool(name, input, exchange);
      try {
        const inner = innerCall(input);
        // An unknown operation is the model's error to mend, not the protocol's: this tool exists.
        fleet.operations.get(inner.name);
        return await surface.callTool(inner.name, inner.input, exchange);
      } catch (thrown) {
        return failedResult(toFleetError(thrown), randomUUID());
      }
    },
    close: () => {
      fleet.off('operations-changed', forget);
      surface.close();
    },
  };
}
