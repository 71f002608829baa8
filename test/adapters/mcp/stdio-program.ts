/** An MCP server on the standard streams over the kubeconfigs of the folder that is its first argument, with the settings (JSON) that are its second. Run by the tests as a program. */
import type { FleetConfigInput } from '../../../src/index.js';
import { serveMcpStdio } from '../../../src/adapters/mcp/serve-stdio.js';

const serving = await serveMcpStdio({
  fleet: async () => {
    const { createFleet } = await import('../../../src/index.js');
    const settings = JSON.parse(process.argv[3] ?? '{}') as FleetConfigInput;
    return createFleet({ ...settings, kubeconfigDir: process.argv[2] });
  },
  onerror: (error) => process.stderr.write(`${error.message}\n`),
});
await serving.closed;
process.stderr.write('closed\n');
