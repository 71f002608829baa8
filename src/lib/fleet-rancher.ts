import type { FleetConfig } from './config/schema.js';
import { NskIntegration } from './integrations/nsk/nsk-integration.js';
import type { Logger } from './platform/logger.js';

/** The Ranchers that the configuration names, in the order of their names. Opens nothing. */
export function openRanchers(_config: FleetConfig, _logger: Logger): readonly NskIntegration[] {
  return [];
}
