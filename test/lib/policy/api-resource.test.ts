import { expect, test } from 'vitest';
import { apiResourceOf } from '../../../src/lib/policy/api-resource.js';
import { effectOf } from '../../../src/lib/policy/request-effect.js';
import type { ApiRequest } from '../../../src/lib/clusters/session.js';

const signal = new AbortController().signal;

test.each([
  ['/api/v1/pods', { group: '', plural: 'pods' }],
  ['/api/v1/pods/', { group: '', plural: 'pods' }],
  ['/api/v1/namespaces/shop/secrets', { plural: 'secrets', namespace: 'shop' }],
  ['/api/v1/namespaces/shop/secrets/db', { plural: 'secrets', namespace: 'shop', name: 'db' }],
  ['/api/v1/watch/namespaces/shop/secrets', { plural: 'secrets', namespace: 'shop' }],
  ['/api/v1/watch/secrets', { plural: 'secrets', namespace: undefined }],
  ['/api/v1/namespaces', { plural: 'namespaces', namespace: undefined }],
  ['/api/v1/namespaces/shop', { plural: 'namespaces', namespace: 'shop', name: 'shop' }],
  ['/api/v1/namespaces/shop/status', { plural: 'namespaces', namespace: 'shop', subresource: 'status' }],
  ['/api/v1/namespaces/shop/finalize', { plural: 'namespaces', namespace: 'shop', subresource: 'finalize' }],
  ['/api/v1/namespaces/shop/status/x', { plural: 'status', namespace: 'shop', name: 'x' }],
  ['/api/v1/namespaces/shop/pods/web/exec', { plural: 'pods', namespace: 'shop', name: 'web', subresource: 'exec' }],
  ['/api/v1/nodes/n1/proxy/logs/syslog', { plural: 'nodes', subresource: 'proxy', rest: ['logs', 'syslog'] }],
  [
    '/apis/apps/v1/namespaces/shop/deployments/web/scale',
    { group: 'apps', plural: 'deployments', namespace: 'shop', subresource: 'scale' },
  ],
  ['/apis/example.com/v1alpha1/widgets', { group: 'example.com', apiVersion: 'example.com/v1alpha1', plural: 'widgets' }],
] as const)('%s is read as the API server reads it', (path, expected) => {
  expect(apiResourceOf(path)).toMatchObject(expected);
});

test.each([
  '/',
  '/api',
  '/apis',
  '/api/v1',
  '/apis/apps',
  '/apis/apps/v1',
  '/apis/apps/v1/',
  '/version',
  '/openapi/v3/apis/apps/v1',
  '/API/v1/secrets',
])('%s is no resource', (path) => {
  expect(apiResourceOf(path)).toBeUndefined();
});

const POD = '/api/v1/namespaces/shop/pods/web';
test.each([
  ['GET', '/api/v1/pods', 'read'],
  ['HEAD', '/version', 'read'],
  ['POST', '/version', 'write'],
  ['POST', '/api/v1/namespaces/shop/pods', 'write'],
  ['PATCH', POD, 'write'],
  ['DELETE', POD, 'destructive'],
  // A slash at the end once made a connection into a pod look like a read.
  ...(['exec', 'exec/', 'attach', 'attach/'] as const).map((way) => ['GET', `${POD}/${way}`, 'destructive'] as const),
  ['POST', `${POD}/exec`, 'destructive'],
  ['GET', `${POD}/portforward/`, 'write'],
  ['POST', `${POD}/eviction`, 'destructive'],
  ['GET', `${POD}/log`, 'read'],
  ['GET', `${POD}/proxy/admin`, 'write'],
  ['GET', '/api/v1/proxy/namespaces/shop/pods/web/admin', 'write'],
  ['GET', '/api/v1/namespaces/shop/services/web:http/proxy', 'write'],
  ['GET', '/api/v1/nodes/n1/proxy/logs/syslog', 'read'],
  ['GET', '/api/v1/nodes/n1/proxy/stats/summary', 'read'],
  // Kubelets run commands behind this path.
  ['GET', '/api/v1/nodes/n1/proxy/exec/shop/web/main', 'destructive'],
  ['POST', '/api/v1/nodes/n1/proxy/run/shop/web/main', 'destructive'],
  ['POST', '/api/v1/nodes/n1/proxy/logs/', 'destructive'],
  ['POST', '/api/v1/namespaces/shop/serviceaccounts/robot/token', 'destructive'],
  ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 'read'],
  ['POST', '/apis/authentication.k8s.io/v1/tokenreviews', 'read'],
  ['DELETE', '/apis/authentication.k8s.io/v1/tokenreviews', 'destructive'],
  ['POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', 'write'],
] as const)('%s %s is %s', (method, path, effect) => {
  const request: ApiRequest = { method, path, signal };
  expect(effectOf(request)).toBe(effect);
});
