import { z } from 'zod';
import { deferred } from '../../platform/deferred.js';

export const statusOutput = deferred(() =>
  z.object({
    namespace: z.string(),
    name: z.string(),
    project: z.string(),
    sync: z.string(),
    health: z.string(),
    automated: z.boolean().describe('Synced without a person'),
    destination: z.string(),
    sources: z.array(z.object({ repository: z.string(), path: z.string(), wanted: z.string() })),
    revisions: z.array(z.string()),
    reconciled: z.string().optional().describe('ISO 8601'),
    operation: z
      .object({ phase: z.string(), message: z.string(), started: z.string().optional(), finished: z.string().optional() })
      .optional(),
    conditions: z.array(z.object({ type: z.string(), message: z.string() })),
    resources: z
      .array(z.object({ object: z.string(), sync: z.string(), health: z.string(), message: z.string() }))
      .describe('Troubled ones first'),
    resources_total: z.int(),
    syncs: z.array(z.object({ revision: z.string(), deployed: z.string() })).describe('Last ones, newest first'),
    images: z.array(z.string()),
  }),
);

/** What is known of one application. */
export type ApplicationStatus = z.output<typeof statusOutput>;
