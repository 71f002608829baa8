// An operation of your own: written once, it is a typed call here, and would be an MCP tool, a REST route and an agent's tool as well.
// Run: npx tsx examples/own-operation.ts FOLDER
import assert from 'node:assert/strict';
import { createFleet, defineOperation, operationInput, operationOutput, operationSchemas, type Toolset } from 'fleetwright';
import { z } from 'zod';

const nodesCount = defineOperation({
  name: 'nodes_count',
  title: 'Count nodes',
  description: 'How many nodes a cluster has.',
  scope: 'cluster', // `cluster` becomes a parameter, and the context has a session of it
  effect: 'read',
  idempotent: true,
  input: z.object({ labelSelector: z.string().optional().describe('Only nodes with these labels') }),
  output: z.object({ nodes: z.int() }),
  handler: async ({ cluster, signal }, { labelSelector }) => {
    const table = await cluster.list({ apiVersion: 'v1', kind: 'Node' }, { labelSelector, signal });
    return { nodes: table.rows.length };
  },
  render: ({ nodes }) => `${nodes} nodes`,
});
const shop: Toolset = { name: 'shop', title: 'Shop', description: 'Operations of our shop.', default: true, operations: [nodesCount] };

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true }, { toolsets: [shop] });
const [first] = await fleet.clusters.list();
assert.ok(first !== undefined, 'there is no kubeconfig in the folder');
const result = await fleet.call({ operation: 'nodes_count', input: { cluster: first.name } });
console.log(`${first.name}: ${result.text()}`);
assert.equal(result.cluster, first.name);
assert.deepEqual(operationOutput(nodesCount).parse(result.output), result.output);

// Unknown parameters are refused before the handler runs; the schemas say what there is.
await assert.rejects(fleet.call({ operation: 'nodes_count', input: { selector: 'a=b' } }), { code: 'INPUT_INVALID' });
assert.equal(operationInput(nodesCount).safeParse({ selector: 'a=b' }).success, false);
const { properties } = operationSchemas(nodesCount).input; // JSON Schema
assert.ok(typeof properties === 'object' && properties !== null && 'cluster' in properties);
await fleet.close();
