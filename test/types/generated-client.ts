import createClient from 'openapi-fetch';
import { expectTypeOf } from 'vitest';
import type { paths } from '../adapters/rest/generated-client/fleet-api.js';
import type { paths as OwnPaths } from '../adapters/rest/generated-client/own-api.js';

// Compiled by `npm run test:types`, never run: an error that is expected and does not come fails the compilation.
/** Answers come in several forms; these are the ones that are meant unless `Accept` says otherwise. */
type Forms = 'application/json' | 'application/problem+json';
const client = createClient<paths, Forms>();
const own = createClient<OwnPaths, Forms>();

export async function requestsAreTyped(): Promise<void> {
  await client.GET('/v1/clusters');
  await client.GET('/v1/clusters/{cluster}', { params: { path: { cluster: 'prod-1' } } });
  await client.GET('/v1/core/pods_get', { params: { query: { cluster: 'prod-1', namespace: 'shop', name: 'web-0' } } });

  // @ts-expect-error there is no such path
  await client.GET('/v1/core/pods_lst');
  // @ts-expect-error a read is not posted
  await client.POST('/v1/core/pods_list');
  // @ts-expect-error the path names the cluster
  await client.GET('/v1/clusters/{cluster}');
  // @ts-expect-error a misspelt part of the path
  await client.GET('/v1/clusters/{cluster}', { params: { path: { clutser: 'prod-1' } } });
  // @ts-expect-error a required parameter is missing
  await client.GET('/v1/core/pods_get', { params: { query: { namespace: 'shop' } } });
  // @ts-expect-error the parameter is a number
  await client.GET('/v1/core/pods_list', { params: { query: { limit: 'ten' } } });
  // @ts-expect-error a misspelt parameter
  await client.GET('/v1/core/pods_list', { params: { query: { contxt: 'prod-1' } } });

  // The client infers the type of what it is given: beside a right parameter, a misspelt one shows only where the type is written down.
  type Query = NonNullable<paths['/v1/core/pods_list']['get']['parameters']['query']>;
  // @ts-expect-error a misspelt parameter beside a right one
  const query: Query = { limit: 1, contxt: 'prod-1' };
  await client.GET('/v1/core/pods_list', { params: { query } });
}

export async function bodiesAreTyped(): Promise<void> {
  await own.POST('/v1/own/echo_write', { body: { count: 1, names: ['a'], parameters: { nested: true }, either: 'all' } });
  await own.GET('/v1/own/echo_read', { params: { query: { names: ['a', 'b'], parameters: JSON.stringify({ nested: true }) } } });

  // @ts-expect-error a write has a body
  await own.POST('/v1/own/echo_write', { params: { query: { count: 1 } } });
  // @ts-expect-error the member is a number
  await own.POST('/v1/own/echo_write', { body: { count: 'one' } });
  // @ts-expect-error neither a number nor the word
  await own.POST('/v1/own/echo_write', { body: { either: 'some' } });
  // @ts-expect-error an object in a query is written as JSON
  await own.GET('/v1/own/echo_read', { params: { query: { parameters: { nested: true } } } });
}

export async function answersAreTyped(): Promise<void> {
  const { data, error } = await client.GET('/v1/core/pods_list');
  if (data !== undefined) {
    expectTypeOf(data.cluster).toEqualTypeOf<string>();
    expectTypeOf(data.continue).toEqualTypeOf<string | undefined>();
    // @ts-expect-error answers hold what their schema says, nothing else
    data.nodes satisfies unknown;
  }
  if (error !== undefined) {
    expectTypeOf(error.retryable).toEqualTypeOf<boolean>();
    expectTypeOf(error.cluster).toEqualTypeOf<string | undefined>();
    expectTypeOf<'CLUSTER_UNKNOWN' | 'TOKEN_MISSING'>().toExtend<typeof error.code>();
    // @ts-expect-error there is no such code
    expectTypeOf<'CLUSTER_MISLAID'>().toExtend<typeof error.code>();
  }
  const text = await client.GET('/v1/core/pods_list', { headers: { Accept: 'text/plain' }, parseAs: 'text' });
  expectTypeOf(text.data).toEqualTypeOf<string | undefined>();
}
