import { expect, test } from 'vitest';
import { apiPath, checkApiVersion, checkName, checkNamespace, checkRawPath } from '../../../src/lib/clusters/api-path.js';
import { describeTarget } from '../../../src/lib/clusters/api-target.js';

const bad = ['', '-x', '--all', 'a/b', '..', '.', 'a..b', '%2e', 'a%2fb', 'Upper', 'a b', 'a\n', 'ä', 'x'.repeat(300), 'a?b', 'a#b', '-'];

test.each([...bad, 'a.b', 'x'.repeat(64), 'x-'])('%j is no namespace', (name) => {
  expect(() => checkNamespace(name)).toThrow(/cannot be a namespace/);
});
test.each([...bad, 'system:node', 'x.-y'])('%j is no name', (name) => {
  expect(() => checkName(name)).toThrow(/cannot be a name/);
});
test.each(['', '-x', 'a/b', '..', '.', 'a..b', '%2e', 'a\nb', 'x'.repeat(300), 'a?b', 'a#b', '\\'])(
  '%j is no name of an RBAC object either',
  (name) => {
    expect(() => checkName(name, 'segment')).toThrow(/cannot be a name/);
  },
);
test.each(['web', 'web-0', 'a.b.c', '0', 'x'.repeat(253)])('%j is a name', (name) => {
  expect(checkName(name)).toBe(name);
});
test.each(['system:node', 'system:controller:x', 'Admin_1', 'a@b.c'])('%j is a name of an RBAC object', (name) => {
  expect(checkName(name, 'segment')).toBe(name);
});
test.each(['', 'v', 'V1', '/v1', 'apps/', 'apps/v1/x', '../v1', 'a..b/v1', 'apps/v1?x', 'apps /v1', 'v1beta'])(
  '%j is no API version',
  (version) => {
    expect(() => checkApiVersion(version)).toThrow(/cannot be a apiVersion|cannot be an apiVersion/);
  },
);
test.each(['v1', 'apps/v1', 'example.com/v1alpha12'])('%j is an API version', (version) => {
  expect(checkApiVersion(version)).toBe(version);
});
test.each([
  '',
  'api',
  '/api/../x',
  '/api/./x',
  '/api//x',
  '/..',
  '/api/v1?x=y',
  '/a#b',
  '/a%2fb',
  '/a%2F..',
  '/a%00',
  '/a/%2e%2e/b',
  '/kube%2Dsystem',
  '/a%252f',
  '/a%',
  '/a%zz',
  '/a%0d',
  '/a\r\nb',
  '/a b',
  '//evil',
])('%j is no raw path', (path) => {
  expect(() => checkRawPath(path)).toThrow(/cannot be a path/);
});
test.each([
  '/version',
  '/',
  '/api/v1/',
  '/api/v1/namespaces/a/services/https:web:443/proxy/x.y',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
])('%j is a raw path', (path) => {
  expect(checkRawPath(path)).toBe(path);
});

test.each([
  [{ apiVersion: 'v1', plural: 'pods' }, '/api/v1/pods'],
  [{ apiVersion: 'v1', plural: 'pods', namespace: 'shop', name: 'web', subresource: 'log' }, '/api/v1/namespaces/shop/pods/web/log'],
  [{ apiVersion: 'apps/v1', plural: 'deployments', namespace: 'shop', name: 'web' }, '/apis/apps/v1/namespaces/shop/deployments/web'],
  [
    { apiVersion: 'rbac.authorization.k8s.io/v1', plural: 'clusterroles', name: 'system:node', nameRule: 'segment' as const },
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
  ],
])('%j is %s', (parts, path) => {
  expect(apiPath(parts)).toBe(path);
});

test.each([
  ['GET', '/api/v1/pods', 'list pods', 'list pods'],
  ['GET', '/api/v1/namespaces/shop/pods', 'list pods in namespace "shop"', 'list pods'],
  ['GET', '/api/v1/namespaces/shop/pods/web', 'get pods/web in namespace "shop"', 'get pods'],
  ['GET', '/api/v1/namespaces/shop/pods/web/log', 'get pods/web/log in namespace "shop"', 'get pods/log'],
  ['GET', '/api/v1/namespaces/shop', 'get namespaces/shop', 'get namespaces'],
  ['PUT', '/api/v1/namespaces/shop/finalize', 'update namespaces/shop/finalize', 'update namespaces/finalize'],
  ['DELETE', '/apis/apps/v1/namespaces/shop/deployments/web', 'delete deployments/web in namespace "shop"', 'delete deployments'],
  ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode', 'get clusterroles/system:node', 'get clusterroles'],
  ['GET', '/apis/example.com/v1', 'GET /apis/example.com/v1', 'get /apis'],
  ['GET', '/version', 'GET /version', 'get /version'],
  ['GET', '/api/v1/pods/%E0%A4%A', 'get pods/%E0%A4%A', 'get pods'],
])('%s %s in words', (method, path, what, operation) => {
  expect(describeTarget(method, path)).toEqual({ what, operation });
});
