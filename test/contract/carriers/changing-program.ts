/** MCP over the standard streams, for a fleet of the settings that are its argument (JSON): SIGUSR2 adds an operation, SIGHUP takes it away. */
import { serveMcpStdio } from '../../../src/adapters/mcp/serve-stdio.js';
import { createFleet } from '../../../src/index.js';
import { offerSample } from './sample-operation.js';

const fleet = createFleet(JSON.parse(process.argv[2] ?? '{}') as object);
process.on('SIGUSR2', () => {
  offerSample(fleet, true);
});
process.on('SIGHUP', () => {
  offerSample(fleet, false);
});
const serving = await serveMcpStdio({ fleet });
await serving.closed;
