import { expect, test } from 'vitest';
import { z } from 'zod';
import { deferred, once } from '../../../src/lib/platform/deferred.js';

test('nothing is made before something of it is used, and then once', () => {
  let made = 0;
  const pod = deferred(() => {
    made += 1;
    return { name: 'web', phase: 'Running' };
  });
  expect(made).toBe(0);
  expect([pod.name, pod.phase, 'name' in pod, Object.keys(pod)]).toEqual(['web', 'Running', true, ['name', 'phase']]);
  expect(made).toBe(1);
});

test('a schema can be used as if it were not deferred: to parse, inside of others, to be narrowed, as JSON Schema', () => {
  const pod = deferred(() => z.object({ name: z.string(), restarts: z.int().optional() }));
  const pods = z.object({ pods: z.array(pod), first: pod.pick({ name: true }), none: pod.optional() });
  expect(pod).toBeInstanceOf(z.ZodObject);
  expect(Object.keys(pod.shape)).toEqual(['name', 'restarts']);
  expect(pods.parse({ pods: [{ name: 'a' }], first: { name: 'a' } })).toEqual({ pods: [{ name: 'a' }], first: { name: 'a' } });
  expect(pods.safeParse({ pods: [{ name: 1 }], first: {} }).error?.issues.map(({ path }) => path.join('.'))).toEqual([
    'pods.0.name',
    'first.name',
  ]);
  expect(z.toJSONSchema(pods)).toEqual(
    z.toJSONSchema(
      z.object({ pods: z.array(z.object(pod.shape)), first: z.object({ name: z.string() }), none: z.object(pod.shape).optional() }),
    ),
  );
  type Pod = z.output<typeof pod>;
  const typed: Pod = { name: 'a' };
  expect(pod.parse(typed)).toEqual(typed);
});

test('what is made once is made with the first call, and a schema of it keeps its description', () => {
  let made = 0;
  const name = once(() => {
    made += 1;
    return z.string().describe('Object name');
  });
  const pod = deferred(() => z.object({ name: name(), old: name().optional() }));
  expect(made).toBe(0);
  expect(z.toJSONSchema(pod).properties?.['name']).toMatchObject({ description: 'Object name' });
  expect(name()).toBe(pod.shape.name);
  expect(made).toBe(1);
});
