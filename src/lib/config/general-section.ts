import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from '../platform/logger.js';
import { accessSection, revealRows, scopeKeys } from './access-section.js';
import { auditKeys } from './audit-keys.js';
import { customField, duration, integer, optionalList, optionalText, table, text, toggle } from './fields.js';

/** 0 and 1 say less than the default 2, 3 to 9 say more: the numbers that users of other Kubernetes tools know. */
const LEVEL_OF_NUMBER: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'debug', 'debug', 'trace', 'trace', 'trace', 'trace'];
const LEVEL_RULE = `must be a number from 0 to 9 or one of ${LOG_LEVELS.join(', ')}`;

/** The level of a number from 0 (errors only) to 9 (everything), or of a name; undefined when it is neither. */
export function parseLogLevel(written: string | number): LogLevel | undefined {
  const name = String(written).trim().toLowerCase();
  if (/^\d$/.test(name)) return LEVEL_OF_NUMBER[Number(name)];
  if (name === 'warning') return 'warn';
  return LOG_LEVELS.find((level) => level === name);
}

const logLevel = () =>
  z
    .union([z.string(), z.number()], { error: LEVEL_RULE })
    .transform((value, context) => {
      const level = parseLogLevel(value);
      if (level !== undefined) return level;
      context.addIssue({ code: 'custom', message: LEVEL_RULE });
      return z.NEVER;
    })
    .prefault(2);

const PORT_RULE = 'must be a port number from 0 to 65535';
const port = () =>
  z
    .union([z.string(), z.number()], { error: PORT_RULE })
    .transform((value, context) => {
      const number = typeof value === 'number' ? value : /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
      if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
      context.addIssue({ code: 'custom', message: PORT_RULE });
      return z.NEVER;
    })
    .optional();

/** The top-level keys. */
export const generalKeys = () => ({
  logLevel: customField(logLevel(), {
    kind: 'level',
    default: '2',
    description:
      'How much is logged: 0 = error, 1 = warn, 2 = info, 3 to 5 = debug, 6 to 9 = trace, or the name of a level (trace, debug, info, warn, error, fatal).',
  }),
  port: customField(port(), {
    kind: 'port',
    description: 'Port of the HTTP server, as a number or a string; 0 takes any free port. Without it the server speaks over stdio.',
  }),
  host: text('127.0.0.1', 'Address the HTTP server listens on. Another address than loopback needs `auth_token`.'),
  authToken: optionalText(
    'Bearer token that HTTP callers must send. Better given as `${NAME}` or by FLEETWRIGHT_AUTH_TOKEN than written in the file.',
    { secret: true },
  ),
  allowedHosts: optionalList('Values of the Host header that the HTTP server accepts, beside its own address.'),
  allowedOrigins: optionalList(
    'Values of the Origin header that the HTTP server accepts, beside pages of this machine; no other web page can reach it.',
  ),
  rateLimit: integer(
    6_000,
    { minimum: 0, maximum: 10_000_000 },
    'Requests that each caller may send to the REST API in a minute; 0 means any number.',
  ),
  readOnly: toggle(false, 'Offer and run only operations that read.'),
  disableDestructive: toggle(false, 'Refuse operations that delete or replace; others may write.'),
  access: accessSection().prefault({}),
  ...scopeKeys,
  reveal: revealRows(),
  allow: optionalList('Names of the only operations that are offered. Absent: all.'),
  deny: optionalList('Names of operations that are never offered; stronger than `allow`.'),
  toolsets: optionalList('Names of the toolsets that are offered, or `all`. Absent: the default ones.'),
  toolSearch: toggle(
    false,
    'MCP clients see two tools, `tools_search` and `tools_call`, instead of one for each operation: for models with little room.',
  ),
  kubeconfigDir: optionalText('Folder in which each `*.yaml` or `*.yml` file is a cluster, named by its file stem.', { kind: 'path' }),
  kubeconfig: optionalText('Kubeconfig file, or several joined by colons; each context in them is a cluster.', { kind: 'paths' }),
  defaultCluster: text('auto', 'Cluster used by reads that name none. `auto`: the only cluster there is, else none until one is chosen.'),
  autoDiscovery: toggle(true, 'Look for clusters at start and watch for changes.'),
  clusterAliases: table(z.string().min(1, 'must not be empty'), 'Other names for clusters: alias = "cluster".'),
  environments: table(
    z.string().min(1, 'must not be empty'),
    'Environment label of clusters: glob of cluster names = "label"; the first match counts. Without one the label is guessed from the name, and marked as guessed.',
  ),
  zones: table(
    z.string().min(1, 'must not be empty'),
    'Compliance zone of clusters: glob of cluster names = "zone"; the first match counts. Nothing crosses a zone by accident.',
  ),
  probeConcurrency: integer(10, { minimum: 1, maximum: 1_000 }, 'How many clusters are asked for their status at once.'),
  probeTimeout: duration('5s', 'Time one cluster has to answer a status probe.', 10),
  requestTimeout: duration('30s', 'Time one operation on a cluster may take.', 10),
  ...auditKeys(),
});
