// An MCP server of your own on the standard streams: what an MCP client starts. mcp-stdio-client.ts is such a client.
// Run by a client: npx tsx examples/mcp-stdio-server.ts FOLDER
import { serveMcpStdio } from 'fleetwright/mcp';

const serving = await serveMcpStdio({
  // Made when first needed, so that the client is answered at once.
  fleet: async () => {
    const { createFleet } = await import('fleetwright');
    return createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });
  },
  // Standard output belongs to the protocol.
  onerror: (error) => console.error(error.message),
});
await serving.closed;
