import type { Implementation, ServerCapabilities } from '@modelcontextprotocol/server';
import { VERSION } from '../../index.js';

/** How the server names itself. */
export const SERVER_INFO: Implementation = { name: 'fleetwright', title: 'fleetwright: many Kubernetes clusters', version: VERSION };

export const CAPABILITIES: ServerCapabilities = {
  tools: { listChanged: true },
  prompts: {},
  resources: { listChanged: true },
  completions: {},
};

/** What a model should know before its first call. */
export const INSTRUCTIONS = [
  'Operates many Kubernetes clusters. Start with clusters_list (fast, connects to none) or clusters_status (probes all).',
  'Name the target in `cluster` on every call. Without it the active cluster is used; clusters_switch chooses one for this connection only, where the connection keeps a session. Writes never use a configured default.',
  'Every answer names the cluster that gave it. clusters_exec_all runs one read on many clusters and returns one table.',
  '`coverage` says how complete an answer over several clusters is: matched = ok + stale + failed + denied + skipped. Do not read missing rows as "none" while failed, denied or skipped is above 0.',
  'Lists return 200 rows unless `limit` says otherwise; `continue` in an answer means there is more: pass it back.',
  'A failed call starts with a CODE, names the cluster, and ends with a hint of what to do.',
].join('\n');
