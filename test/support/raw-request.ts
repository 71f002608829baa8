import { z } from 'zod';
import { defineOperation } from '../../src/index.js';

/** What a handler could do that goes its own way: any request, with the rights of its declared effect. */
function rawOperation(name: string, effect: 'read' | 'write' | 'destructive') {
  return defineOperation({
    name,
    title: name,
    description: 'Sends one request as it is.',
    scope: 'cluster',
    effect,
    idempotent: false,
    input: z.object({
      method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
      path: z.string(),
      accept: z.string().optional(),
      query: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
      contentType: z.string().optional(),
      way: z.enum(['request', 'stream', 'connect']).optional(),
    }),
    output: z.object({ text: z.string() }),
    handler: async ({ cluster, signal }, { way = 'request', ...request }) => {
      if (way === 'connect') {
        const channel = await cluster.connect({ ...request, signal }, ['v4.channel.k8s.io']);
        channel.close();
        return { text: 'connected' };
      }
      if (way === 'request') return { text: (await cluster.request({ ...request, signal })).text };
      for await (const bytes of cluster.stream({ ...request, signal })) return { text: Buffer.from(bytes).toString('utf8') };
      return { text: '' };
    },
  });
}

export const rawRead = rawOperation('raw_read', 'read');
export const rawWrite = rawOperation('raw_write', 'write');
export const rawDestructive = rawOperation('raw_destructive', 'destructive');
