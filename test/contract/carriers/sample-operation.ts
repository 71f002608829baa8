import { z } from 'zod';
import { defineOperation, type Fleet } from '../../../src/index.js';
import { Catalog } from '../../../src/lib/catalog.js';

/** Comes and goes while a fleet runs, as the operations of plugins do. */
export const SAMPLE = defineOperation({
  name: 'sample_operation',
  title: 'Sample',
  description: 'Comes and goes.',
  scope: 'local',
  effect: 'read',
  idempotent: true,
  input: z.object({ word: z.string().optional().describe('Given back') }),
  output: z.object({ word: z.string() }),
  handler: async (_context, { word = 'nothing' }) => ({ word }),
});

export function offerSample({ operations }: Fleet, offered: boolean): void {
  // What adds operations to a running fleet is inside the library; no public call does.
  if (!(operations instanceof Catalog)) throw new Error('The operations of a fleet are its catalog.');
  operations.replaceDynamic('samples', offered ? [SAMPLE] : []);
}
