import type { Environment } from '../platform/environment.js';
import type { ConfigValues } from './layer.js';
import { resolveHome } from './references.js';
import { fleetConfigSchema, type FleetConfig } from './schema.js';

/** The configuration of values that were validated: defaults filled in, and what depends on more than one key decided. */
export function finishConfig(values: ConfigValues, environment: Environment, facts: { readonly nskConfigured: boolean }): FleetConfig {
  const config = fleetConfigSchema.parse(values);
  return {
    ...config,
    nsk: {
      ...config.nsk,
      enabled: config.nsk.enabled ?? facts.nskConfigured,
      configDir: resolveHome(config.nsk.configDir, environment, false),
    },
  };
}
