import { describe, expect, test } from 'vitest';
import { createGuard, type GuardOptions } from '../../../src/adapters/http/guard.js';

/** What a guard says of a request with these headers. */
function judge(options: GuardOptions, headers: Record<string, string>, remoteAddress: string | undefined = '127.0.0.1'): string {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return createGuard(options)({ headers: lower, socket: { remoteAddress } })?.code ?? 'passes';
}

const NAMED: GuardOptions = {
  allowedHosts: ['Fleet.example.test:443'],
  allowedOrigins: ['https://console.example.test', 'pages.example.test'],
};

describe('the Host header', () => {
  test.each([
    [{}, { Host: 'localhost' }, 'passes'],
    [{}, { Host: '127.0.0.1:8080' }, 'passes'],
    [{}, { Host: '[::1]:3000' }, 'passes'],
    [NAMED, { Host: 'FLEET.example.test' }, 'passes'],
    [NAMED, { Host: 'fleet.example.test:8443' }, 'passes'],
    [NAMED, { Host: 'other.example.test' }, 'HOST_REFUSED'],
    [{ allowedHosts: ['*'] }, { Host: 'other.example.test' }, 'passes'],
    [{ allowedHosts: ['*'] }, {}, 'HOST_REFUSED'],
    [{ allowedHosts: ['*'] }, { Host: 'localhost@evil.example.com' }, 'HOST_REFUSED'],
    [{}, { Host: '10.1.2.3:8080' }, 'HOST_REFUSED'],
    [{ acceptAddresses: true }, { Host: '10.1.2.3:8080' }, 'passes'],
    [{ acceptAddresses: true }, { Host: '[fd00::1]' }, 'passes'],
    [{ acceptAddresses: true }, { Host: '10.1.2.3.evil.example.com' }, 'HOST_REFUSED'],
    [{ acceptAddresses: true }, { Host: '0x7f000001' }, 'HOST_REFUSED'],
    [{}, { Host: 'localhost.evil.example.com' }, 'HOST_REFUSED'],
    [{}, { Host: 'evil.example.com@localhost' }, 'HOST_REFUSED'],
    [{}, { Host: 'localhost evil' }, 'HOST_REFUSED'],
    [{}, { Host: '[::1' }, 'HOST_REFUSED'],
    [{}, { Host: 'localhost/' }, 'HOST_REFUSED'],
    [{}, {}, 'HOST_REFUSED'],
  ] satisfies [GuardOptions, Record<string, string>, string][])('%j: %j %s', (options, headers, expected) => {
    expect(judge(options, headers)).toBe(expected);
  });
});

describe('the Origin header', () => {
  test.each([
    [{ Origin: 'http://localhost:6274' }, 'passes'],
    [{ Origin: 'http://[::1]:1' }, 'passes'],
    [{ Origin: 'https://console.example.test' }, 'passes'],
    [{ Origin: 'HTTPS://Console.example.test' }, 'passes'],
    [{ Origin: 'http://console.example.test' }, 'ORIGIN_REFUSED'],
    [{ Origin: 'https://console.example.test:444' }, 'ORIGIN_REFUSED'],
    [{ Origin: 'https://console.example.test.evil.com' }, 'ORIGIN_REFUSED'],
    [{ Origin: 'http://pages.example.test:8000' }, 'passes'],
    [{ Origin: 'http://fleet.example.test', Host: 'fleet.example.test' }, 'passes'],
    [{ Origin: 'http://fleet.example.test:81', Host: 'fleet.example.test' }, 'ORIGIN_REFUSED'],
    [{ Origin: 'http://evil.example.com' }, 'ORIGIN_REFUSED'],
    [{ Origin: 'null' }, 'ORIGIN_REFUSED'],
    [{ Origin: '' }, 'ORIGIN_REFUSED'],
    [{ Origin: 'file://localhost' }, 'ORIGIN_REFUSED'],
  ])('%j %s', (headers, expected) => {
    expect(judge(NAMED, { Host: 'localhost', ...headers })).toBe(expected);
  });
});

describe('loopback only', () => {
  test.each([
    ['127.0.0.1', {}, 'passes'],
    ['127.8.9.1', {}, 'passes'],
    ['::1', {}, 'passes'],
    ['::ffff:127.0.0.1', {}, 'passes'],
    ['::ffff:10.0.0.1', {}, 'LOOPBACK_ONLY'],
    ['10.0.0.1', {}, 'LOOPBACK_ONLY'],
    ['', {}, 'LOOPBACK_ONLY'],
    ['127.0.0.1', { 'X-Forwarded-For': '203.0.113.9' }, 'LOOPBACK_ONLY'],
    ['127.0.0.1', { Forwarded: 'for=203.0.113.9' }, 'LOOPBACK_ONLY'],
    ['127.0.0.1', { 'X-Real-Ip': '203.0.113.9' }, 'LOOPBACK_ONLY'],
  ])('%s with %j %s', (address, headers, expected) => {
    expect(judge({ loopbackOnly: true }, { Host: 'localhost', ...headers }, address)).toBe(expected);
    expect(judge({}, { Host: 'localhost', ...headers }, address)).toBe('passes');
  });
});

test('a refusal says what to do, and how much of the header it shows is bounded', () => {
  const refusal = createGuard({})({ headers: { host: 'x'.repeat(9000) }, socket: { remoteAddress: '127.0.0.1' } });
  expect(refusal).toMatchObject({ status: 403, headers: {}, hint: expect.stringContaining('allowed hosts') });
  expect(refusal?.message.length).toBeLessThan(200);
});
