import { createServer } from 'node:http';
import process from 'node:process';
import { createRestHandler } from '../../dist/adapters/rest/index.js';
import { createFleet } from '../../dist/index.js';

// The HTTP API as a program of someone else would serve it, from the built package. Tells its parent the port it listens on.
const fleet = createFleet({ kubeconfigDir: process.argv[2] });
const rest = createRestHandler(fleet, { rateLimit: false });
const server = createServer(async (request, response) => {
  if (!(await rest.handle(request, response))) response.writeHead(404).end();
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.once('SIGTERM', async () => {
  server.close();
  await rest.close();
  server.closeAllConnections();
  await fleet.close();
  process.disconnect?.();
});
