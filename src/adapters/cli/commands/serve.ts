import type { Fleet } from '../../../index.js';
import type { Command } from '../command.js';
import { CONFIG_OPTIONS } from '../config-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { withFleet } from '../open-fleet.js';
import { isOn, parseWords, type OptionSpecs } from '../options.js';
import { serveUntilInterrupted } from '../serve-until-interrupted.js';

const DEFAULT_PORT = 8080;

const OPTIONS: OptionSpecs = {
  'port': { type: 'string', value: 'PORT', description: `Port to listen on; 0 takes a free one; default ${String(DEFAULT_PORT)}` },
  'host': { type: 'string', value: 'ADDRESS', description: 'Address to listen on; default 127.0.0.1' },
  'allow-unauthenticated': { type: 'boolean', description: 'Listen beyond this machine, or behind a proxy, without tokens' },
};

/** `fleetwright serve` */
export const serve: Command = {
  usage: '[options]',
  description:
    'Serves the fleet over HTTP on one port: MCP at /mcp (older clients: /sse), REST at /v1 with its description at /docs, a web page\n' +
    'at /, and /health, /ready and /metrics. It listens on this machine only; another address needs tokens ([auth] of the\n' +
    'configuration, or FLEETWRIGHT_AUTH_TOKEN) or --allow-unauthenticated. SIGTERM finishes open requests first.',
  options: OPTIONS,
  configured: true,
  examples: ['fleetwright serve --port 8080 --kubeconfig-dir ~/clusters', 'FLEETWRIGHT_AUTH_TOKEN=… fleetwright serve --host 0.0.0.0'],
  run: async (words, terminal) => {
    const parsed = parseWords(words, { command: 'serve', options: { ...OPTIONS, ...CONFIG_OPTIONS } });
    const allowUnauthenticated = isOn(parsed, 'allow-unauthenticated');
    const use = async (fleet: Fleet): Promise<ExitCode> => {
      const { host, port = DEFAULT_PORT } = fleet.config;
      await serveUntilInterrupted(fleet, { host, port, allowUnauthenticated }, terminal);
      return EXIT.ok;
    };
    return withFleet(parsed, terminal, use, 'lasting');
  },
};
