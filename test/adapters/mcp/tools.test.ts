import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createFleetSurface } from '../../../src/adapters/mcp/fleet-surface.js';
import { toolOf } from '../../../src/adapters/mcp/tools.js';
import { listedInput, listedOutput } from '../../../src/adapters/mcp/wire-schema.js';
import { createFleet, defineOperation, operationSchemas, type CallLimits, type Fleet, type OperationEffect } from '../../../src/index.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';

const directory = temporaryDirectory();
let fleet: Fleet;
beforeAll(() => {
  fleet = createFleet({ kubeconfigDir: directory.path });
});
afterAll(async () => {
  await fleet.close();
  directory.remove();
});

const NO_LIMITS: CallLimits = {};

describe('tools/list', () => {
  test('is one frozen object for all connections, in the order of the catalog', () => {
    const surface = createFleetSurface(fleet);
    const list = surface.listTools(NO_LIMITS);
    expect(surface.listTools(NO_LIMITS)).toBe(list);
    expect(Object.isFrozen(list.tools)).toBe(true);
    expect(Object.isFrozen(list.tools[0]?.inputSchema.properties)).toBe(true);
    expect(list.tools.map(({ name }) => name)).toEqual(fleet.operations.list().map(({ name }) => name));
    surface.close();
  });

  test('offers only what the access level lets through', async () => {
    const limited = createFleet({ kubeconfigDir: directory.path, deny: ['pods_log'] });
    const surface = createFleetSurface(limited);
    const exchange = { caller: { id: 'test', stateful: true }, limits: NO_LIMITS, signal: new AbortController().signal };
    expect(surface.listTools(NO_LIMITS).tools.map(({ name }) => name)).not.toContain('pods_log');
    const refused = await surface.callTool('pods_log', { cluster: 'one', name: 'web' }, exchange);
    expect(refused).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^OPERATION_NOT_ALLOWED/) }] });
    surface.close();
    await limited.close();
  });
});

describe('tools/list of callers with limits', () => {
  test('holds what they may use, one list for the same limits, each tool described once', () => {
    const surface = createFleetSurface(fleet);
    const reader: CallLimits = { grants: [{ access: 'read-only', toolsets: ['core'] }] };
    const list = surface.listTools(reader);
    expect(surface.listTools(reader)).toBe(list);
    expect(list.tools.map(({ name }) => name)).toEqual(fleet.operations.list(reader).map(({ name }) => name));
    expect(list.tools.map(({ name }) => name)).toContain('pods_list');
    expect(list.tools.map(({ name }) => name)).not.toContain('clusters_list');
    const [first] = list.tools;
    expect(surface.listTools(NO_LIMITS).tools).toContain(first);
    surface.close();
  });

  test('is empty for those who may do nothing', async () => {
    const surface = createFleetSurface(fleet);
    const limits: CallLimits = { grants: [] };
    const exchange = { caller: { id: 'test', stateful: true }, limits, signal: new AbortController().signal };
    expect(surface.listTools(limits).tools).toEqual([]);
    expect(surface.listPrompts(limits).prompts).toEqual([]);
    expect(surface.listResourceTemplates(limits).resourceTemplates).toEqual([]);
    expect(await surface.listResources(undefined, exchange)).toEqual({ resources: [] });
    expect((await surface.complete({ argument: 'cluster', value: '' }, exchange)).completion.values).toEqual([]);
    surface.close();
  });
});

describe('annotations', () => {
  test.each([
    ['read', { readOnlyHint: true, destructiveHint: false }],
    ['write', { readOnlyHint: false, destructiveHint: false }],
    ['destructive', { readOnlyHint: false, destructiveHint: true }],
  ] as const)('follow from the effect %s', (effect: OperationEffect, hints) => {
    const operation = defineOperation({
      name: 'sample_operation',
      title: 'Sample',
      description: 'A sample.',
      scope: 'cluster',
      effect,
      idempotent: false,
      input: z.object({}),
      output: z.object({}),
      handler: () => Promise.resolve({}),
    });
    expect(toolOf(operation).annotations).toEqual(hints);
  });
});

describe('listed schemas', () => {
  test('keep every parameter, its type, its meaning, and that nothing else may be passed', () => {
    for (const operation of fleet.operations.list()) {
      const full = operationSchemas(operation).input;
      const listed = listedInput(full);
      expect(Object.keys(z.record(z.string(), z.unknown()).parse(listed['properties']))).toEqual(
        Object.keys(z.record(z.string(), z.unknown()).parse(full['properties'])),
      );
      expect(listed['additionalProperties']).toBe(false);
      expect(listed['required']).toEqual(full['required']);
    }
  });

  test('promise nothing of an answer that the full schema does not', () => {
    expect(
      listedOutput({
        type: 'object',
        properties: {
          rows: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
          state: { type: 'string', enum: ['a', 'b'], description: 'left out' },
          detail: { type: 'object', properties: { deep: { type: 'string' } }, additionalProperties: false },
        },
        required: ['rows'],
        additionalProperties: false,
      }),
    ).toEqual({
      type: 'object',
      properties: {
        rows: {},
        state: {},
        detail: {},
      },
    });
  });

  test('keep parameters that are named like keywords', () => {
    const properties = { propertyNames: { type: 'string' }, additionalProperties: { type: 'object', additionalProperties: {} } };
    expect(listedInput({ type: 'object', properties })).toEqual({
      type: 'object',
      properties: { propertyNames: { type: 'string' }, additionalProperties: { type: 'object', additionalProperties: true } },
    });
  });

  test('leave out bounds that only the check needs', () => {
    const text = { type: 'string', minLength: 1, maxLength: 2000, description: 'kept' };
    expect(listedInput({ type: 'object', properties: { text, pair: { type: 'string', minLength: 2 } } })).toEqual({
      type: 'object',
      properties: { text: { type: 'string', description: 'kept' }, pair: { type: 'string', minLength: 2 } },
    });
  });
});
