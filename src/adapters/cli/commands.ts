import type { Command } from './command.js';

/** A command as the overview knows it: nothing of it is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command, in the order in which a newcomer needs them. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'mcp',
    summary: 'Serve MCP over stdio, for a client that starts this program',
    load: async () => (await import('./commands/mcp.js')).mcp,
  },
  { name: 'serve', summary: 'Serve MCP, REST and a web page over HTTP', load: async () => (await import('./commands/serve.js')).serve },
  { name: 'status', summary: 'The state of every cluster, as a table', load: async () => (await import('./commands/status.js')).status },
  { name: 'call', summary: 'Run one operation', load: async () => (await import('./commands/call.js')).call },
  { name: 'tools', summary: 'List the operations', load: async () => (await import('./commands/tools.js')).tools },
  { name: 'config check', summary: 'Check the configuration', load: async () => (await import('./commands/config-check.js')).configCheck },
  {
    name: 'config hash-token',
    summary: 'The hash of a token, for [[auth.tokens]]',
    load: async () => (await import('./commands/config-hash-token.js')).configHashToken,
  },
  { name: 'doctor', summary: 'What was found, what fails, what to do', load: async () => (await import('./commands/doctor.js')).doctor },
  {
    name: 'demo',
    summary: 'Start real Kubernetes control planes on this machine',
    load: async () => (await import('./commands/demo.js')).demo,
  },
];
