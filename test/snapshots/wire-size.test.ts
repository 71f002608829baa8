import { expect, test } from 'vitest';
import { createFleetSurface } from '../../src/adapters/mcp/fleet-surface.js';
import { createFleet } from '../../src/index.js';

test('the MCP tool list takes at most 1 KB per operation on average, as it goes over the wire', async () => {
  const fleet = createFleet({ kubeconfigDir: import.meta.dirname, toolsets: ['all'] });
  const surface = createFleetSurface(fleet);
  const { tools } = surface.listTools({});
  const bytes = Buffer.byteLength(JSON.stringify(tools));
  surface.close();
  await fleet.close();
  expect(tools.length).toBeGreaterThanOrEqual(15);
  expect(bytes / tools.length).toBeLessThanOrEqual(1024);
});
