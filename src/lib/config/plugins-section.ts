import { z } from 'zod';
import { duration, integer, list, table, toggle } from './fields.js';

/** `[plugins]`: kubectl plugins as operations. */
export const pluginsSection = () =>
  z.strictObject({
    enabled: toggle(false, 'Offer kubectl plugins as operations.'),
    autoDiscovery: toggle(true, 'Look for plugins on PATH and in `plugin_paths`.'),
    refreshInterval: duration('5m', 'Time between two looks.', 1_000),
    executionTimeout: duration('30s', 'Time one run of a plugin may take.', 10),
    maxConcurrent: integer(3, { minimum: 1, maximum: 100 }, 'How many plugins run at once.'),
    allowAnyPlugin: toggle(false, 'Offer every plugin that is found and not blocked. Otherwise only `allowed_plugins`.'),
    allowedPlugins: list('Names or globs of the plugins that are offered. The `kubectl-` prefix and `-` or `_` do not matter.'),
    blockedPlugins: list('Names or globs of plugins that are never offered; stronger than `allowed_plugins`.'),
    pluginPaths: list('Folders to look in beside PATH.', 'paths'),
    clusterPlugins: table(
      z.array(z.string().min(1, 'must not be empty')),
      'Plugins that a cluster allows: cluster = ["plugin"]. It narrows `allowed_plugins` for that cluster.',
    ),
  });
