import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HTTP_FAILURES, openApiDocument, type OpenApiDocument } from '../../../src/adapters/rest/index.js';
import { createFleet, ERROR_CODES, operationInput, operationOutput, type Fleet } from '../../../src/index.js';
import { ownToolset } from '../../support/own-operations.js';
import { echoDelete, echoRead, echoWrite } from './own-rest-operations.js';
import { json, startRest, type RestServer } from './rest-server.js';

let fleet: Fleet;
let rest: RestServer;
let document: OpenApiDocument;
beforeAll(async () => {
  fleet = createFleet({}, { toolsets: [ownToolset([echoRead, echoWrite, echoDelete])] });
  rest = await startRest(fleet);
  document = openApiDocument(fleet);
});
afterAll(async () => {
  await rest[Symbol.asyncDispose]();
  await fleet.close();
});

test('the document of the built-in operations is the committed one', async () => {
  const plain = createFleet({});
  const current = openApiDocument(plain);
  await plain.close();
  // Its version follows the package.
  const text = JSON.stringify({ ...current, info: { ...current.info, version: 'VERSION' } }, null, 2);
  await expect(`${text}\n`).toMatchFileSnapshot('openapi.json.snapshot');
});

test('it is served as JSON and as YAML', async () => {
  const asJson = await rest.ask('/openapi.json');
  expect(asJson.headers['content-type']).toBe('application/json');
  expect(json(asJson)).toEqual(JSON.parse(JSON.stringify(document)));
  const asYaml = await rest.ask('/openapi.yaml');
  expect(asYaml.headers['content-type']).toBe('application/yaml');
  expect(load(asYaml.text)).toEqual(json(asJson));
});

test('every operation has one path with the method that serves it', () => {
  for (const { name, effect } of fleet.operations.list()) {
    const item = document.paths[`/v1/${fleet.operations.toolsetOf(name)}/${name}`];
    expect([name, Object.keys(item ?? {})]).toEqual([name, [effect === 'read' ? 'get' : 'post']]);
  }
  const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((method) => read(method, 'operationId')));
  expect(new Set(ids).size).toBe(Object.keys(document.paths).length);
});

test('every example is an input or an output that the library accepts', () => {
  for (const operation of fleet.operations.list()) {
    const item = document.paths[`/v1/${fleet.operations.toolsetOf(operation.name)}/${operation.name}`];
    const method = read(item, 'get') ?? read(item, 'post');
    const output = read(method, 'responses', '200', 'content', 'application/json', 'example');
    expect([operation.name, operationOutput(operation).safeParse(output).error]).toEqual([operation.name, undefined]);
    const parameters = read(method, 'parameters');
    const input = Array.isArray(parameters)
      ? Object.fromEntries(
          parameters.map((parameter: unknown) => [
            read(parameter, 'name'),
            read(parameter, 'example') ?? read(parameter, 'content', 'application/json', 'example'),
          ]),
        )
      : read(method, 'requestBody', 'content', 'application/json', 'example');
    expect([operation.name, operationInput(operation).safeParse(input).error]).toEqual([operation.name, undefined]);
  }
});

test('every reference leads somewhere, and every error code stands at its status', () => {
  const text = JSON.stringify(document);
  for (const [, reference = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g))
    expect([reference, read(document, ...reference.split('/'))]).not.toContain(undefined);
  for (const [code, { httpStatus }] of Object.entries({ ...ERROR_CODES, ...HTTP_FAILURES })) {
    const example = read(
      document,
      'components',
      'responses',
      `Problem${httpStatus}`,
      'content',
      'application/problem+json',
      'examples',
      code,
      'value',
    );
    expect(example).toMatchObject({ code, status: httpStatus, type: `urn:fleetwright:error:${code}` });
  }
});

test('notes for other protocols are not in it, and lists and objects say how they are written', () => {
  expect(JSON.stringify(document)).not.toContain('x-mcp-header');
  const parameters = read(document.paths['/v1/own/echo_read'], 'get', 'parameters');
  const named = (name: string): unknown =>
    Array.isArray(parameters) ? parameters.find((one: unknown) => read(one, 'name') === name) : undefined;
  expect(named('names')).toMatchObject({ in: 'query', style: 'form', explode: true, schema: { type: 'array', items: { type: 'string' } } });
  expect(named('parameters')).toMatchObject({ in: 'query', content: { 'application/json': { schema: { type: 'object' } } } });
});

test('it says what authentication is asked for', () => {
  expect(document.security).toEqual([{}]);
  const tokens = [{ user: 'ci', sha256: '0'.repeat(64) }];
  const jwt = { issuer: 'https://login.example.com/', audience: 'fleet', jwksUri: 'https://login.example.com/keys' };
  const locked = openApiDocument(fleet, undefined, { tokens, jwt });
  expect(locked.security).toEqual([{ bearer: [] }, { openId: [] }]);
  expect(read(locked.components, 'securitySchemes')).toMatchObject({
    bearer: { type: 'http', scheme: 'bearer' },
    openId: { openIdConnectUrl: 'https://login.example.com/.well-known/openid-configuration' },
  });
  expect(JSON.stringify(locked)).not.toContain('0'.repeat(64));
});

function read(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? new Map(Object.entries(inner)).get(key) : undefined),
    value,
  );
}
