import { describe, expect, test } from 'vitest';
import { createFleetSurface } from '../../src/adapters/mcp/fleet-surface.js';
import { createFleet, type FleetConfigInput } from '../../src/index.js';

/** The answer to tools/list as it goes over the wire. */
async function listed(config: FleetConfigInput): Promise<{ tools: number; bytes: number }> {
  const fleet = createFleet({ kubeconfigDir: import.meta.dirname, ...config });
  const surface = createFleetSurface(fleet);
  const list = surface.listTools({});
  surface.close();
  await fleet.close();
  return { tools: list.tools.length, bytes: Buffer.byteLength(JSON.stringify(list)) };
}

describe('the MCP tool list', () => {
  test('takes 24 KB at most with the default toolsets', async () => {
    const { tools, bytes } = await listed({});
    expect(tools).toBeGreaterThanOrEqual(26);
    expect(bytes).toBeLessThanOrEqual(24 * 1024);
  });

  test('takes 90 KB at most with all toolsets, and 1 KB at most for each operation', async () => {
    const { tools, bytes } = await listed({ toolsets: ['all'] });
    expect(tools).toBeGreaterThanOrEqual(80);
    expect(bytes).toBeLessThanOrEqual(90 * 1024);
    expect(bytes / tools).toBeLessThanOrEqual(1024);
  });

  test('takes as little with a Rancher: 90 KB at most with all toolsets, and 1 KB at most for each operation on it', async () => {
    const rancher = { lab: { url: 'https://rancher.example.com', token: 'token-abcde:0', directory: `${import.meta.dirname}/none` } };
    const [without, all] = await Promise.all([listed({ toolsets: ['all'] }), listed({ toolsets: ['all'], rancher })]);
    expect(all.tools).toBeGreaterThanOrEqual(without.tools + 9);
    expect(all.bytes).toBeLessThanOrEqual(90 * 1024);
    expect((all.bytes - without.bytes) / (all.tools - without.tools)).toBeLessThanOrEqual(1024);
  });

  test('takes 4 KB at most in tool-search mode, whatever is switched on', async () => {
    const { tools, bytes } = await listed({ toolsets: ['all'], toolSearch: true });
    expect(tools).toBe(2);
    expect(bytes).toBeLessThanOrEqual(4 * 1024);
  });
});
