import { expect, test } from 'vitest';
import { parseEndpoint } from '../../../src/lib/clusters/transport-endpoint.js';

test.each([
  [
    'https://api.example.com',
    { secure: true, host: 'api.example.com', port: 443, prefix: '', loopback: false, display: 'api.example.com:443' },
  ],
  [
    'https://rancher.example.com/k8s/clusters/c-1/',
    { port: 443, prefix: '/k8s/clusters/c-1', display: 'rancher.example.com:443/k8s/clusters/c-1' },
  ],
  ['http://10.0.0.1:8080', { secure: false, host: '10.0.0.1', port: 8080, loopback: false }],
  ['api.example.com:6443', { secure: true, host: 'api.example.com', port: 6443 }],
  ['https://[::1]:6443', { host: '::1', port: 6443, loopback: true, display: '[::1]:6443' }],
  ['https://127.0.0.53:6443', { loopback: true }],
  ['https://localhost:6443', { loopback: true }],
  ['https://127.0.0.1.example.com', { loopback: false }],
  ['https://me:s3cret@host:6443', { display: 'host:6443' }],
])('%s', (server, parts) => {
  expect(parseEndpoint(server, 'prod-1')).toMatchObject(parts);
});
