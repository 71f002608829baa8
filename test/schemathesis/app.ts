/**
 * The HTTP API on two real control planes, twice, for a program of others to judge: once open to this machine, once behind a token.
 * Prints the two addresses and the token, and runs until its input ends.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRestHandler, hashToken, type RestOptions } from '../../src/adapters/rest/index.js';
import { createFleet, type Fleet } from '../../src/index.js';
import { startLocalFleet, type LocalCluster } from '../../src/testing/index.js';

/** The longest values that the schemas allow, percent-encoded, three of them in one request line. */
const MAX_HEADER_BYTES = 256 * 1024;

const seed = {
  namespace: 'shop',
  deployments: { web: 2 },
  failingPods: 1,
  secrets: { database: { password: 'hunter2-shop' } },
  events: [{ pod: 'failing-0000', reason: 'BackOff', message: 'Back-off restarting failed container main', type: 'Warning' }],
  crd: true,
} as const;

// Never with `exec: true`: the commands that the judge makes up would run on this machine.
const local = await startLocalFleet({
  clusters: [
    { name: 'legacy', version: '1.24', seed },
    { name: 'current', version: 'current', seed },
  ],
  progress: (line) => void process.stderr.write(`${line}\n`),
});
// Some examples name no namespace.
await Promise.all(local.clusters.map((cluster) => cluster.seed({ deployments: { web: 1 } })));
await Promise.all(local.clusters.flatMap((cluster) => ['shop', 'default'].map((namespace) => addExamplePod(cluster, namespace))));
const fleet = createFleet({
  kubeconfigDir: local.kubeconfigDirectory,
  // A request keeps no session: without a default, every call that names no cluster would end there.
  defaultCluster: 'current',
  // What the examples of the document name.
  clusterAliases: { 'prod-1': 'legacy' },
  environments: { '*': 'prod' },
});
const token = randomBytes(32).toString('base64url');
const open = await serve(fleet, {});
const locked = await serve(fleet, { tokens: [{ user: 'judge', sha256: hashToken(token) }] });
process.stdout.write(`${JSON.stringify({ open: open.url, locked: locked.url, token })}\n`);
await once(process.stdin.resume(), 'end');
await Promise.all([open.close(), locked.close()]);
await fleet.close();
await local.close();

async function serve(served: Fleet, options: RestOptions): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const onerror: RestOptions['onerror'] = (error, requestId) => void process.stderr.write(`defect in ${requestId}: ${String(error)}\n`);
  const rest = createRestHandler(served, { ...options, rateLimit: false, onerror });
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    void rest.handle(request, response).then((handled) => {
      if (!handled) response.writeHead(404).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await rest.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The pod that the examples of the document name. */
async function addExamplePod({ adminClient, name }: LocalCluster, namespace: string): Promise<void> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', labels: { app: 'web' } },
    spec: {
      nodeName: `${name}-node-0`,
      containers: [{ name: 'web', image: 'registry.example.com/app:1.0' }],
      tolerations: [{ operator: 'Exists' }],
    },
  };
  const { status, text } = await adminClient.request('POST', `/api/v1/namespaces/${namespace}/pods`, pod);
  if (status !== 201) throw new Error(`The example pod was refused on ${name}: ${text}`);
}
