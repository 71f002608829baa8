import type { Fleet } from '../../../index.js';
import { serveMcpStdio } from '../../mcp/serve-stdio.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-codes.js';

const LOAD_DELAY_MS = 50;

/** `fleetwright mcp`: answers at once; the configuration and the operations are loaded behind the first answer. */
export const mcp: Command = {
  usage: '[options]',
  description: 'Serves MCP over standard input and output. It is started by an MCP client, and ends when the client closes its input.',
  options: {},
  configured: true,
  examples: ['fleetwright mcp --kubeconfig-dir ~/clusters', 'claude mcp add fleet -- npx -y fleetwright mcp --read-only'],
  run: async (words, terminal) => {
    let loading: Promise<Fleet> | undefined;
    const load = async (): Promise<Fleet> => {
      const [{ openFleet }, { parseWords }, { CONFIG_OPTIONS }] = await Promise.all([
        import('../open-fleet.js'),
        import('../options.js'),
        import('../config-options.js'),
      ]);
      return openFleet(parseWords(words, { command: 'mcp', options: CONFIG_OPTIONS }), terminal, 'lasting');
    };
    const open = (): Promise<Fleet> => (loading ??= load());
    if (process.stdin.isTTY)
      terminal.tell('Waiting for an MCP client on standard input. Clients start this command themselves: see fleetwright mcp --help.');
    const server = await serveMcpStdio({ fleet: open });
    const failed = new Promise<never>((_resolve, reject) => {
      // Loading blocks for a moment: the client's first message, which is on its way, is answered before.
      setTimeout(() => void open().catch(reject), LOAD_DELAY_MS);
    });
    terminal.interrupted.addEventListener('abort', () => void server.close(), { once: true });
    await Promise.race([server.closed, failed]);
    await (await open()).close();
    return EXIT.ok;
  },
};
