/** An MCP server on the standard streams over the kubeconfigs of the folder that is its argument. Run by the tests as a program. */
import { serveMcpStdio } from '../../../src/adapters/mcp/serve-stdio.js';

const serving = await serveMcpStdio({
  fleet: async () => {
    const { createFleet } = await import('../../../src/index.js');
    return createFleet({ kubeconfigDir: process.argv[2] });
  },
  onerror: (error) => process.stderr.write(`${error.message}\n`),
});
await serving.closed;
process.stderr.write('closed\n');
