import { z } from 'zod';
import { duration, toggle } from './fields.js';

/** `[exec]`: interactive commands in pods. */
export const execSection = () =>
  z.strictObject({
    interactive: toggle(
      false,
      'Let callers of `fleetwright serve` who may use `pods_exec` talk to commands over a WebSocket. What such a command writes is not masked.',
    ),
    idleTimeout: duration('15m', 'An interactive command ends when nothing is typed or written for so long.', 1000),
    maxDuration: duration('8h', 'An interactive command lasts so long at most.', 1000),
  });
