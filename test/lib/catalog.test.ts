import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Catalog, type CatalogFilters } from '../../src/lib/catalog.js';
import { defineOperation, type Operation, type OperationEffect, type Toolset } from '../../src/lib/operation.js';

function operation(name: string, effect: OperationEffect = 'read'): Operation {
  return defineOperation({
    name,
    title: name,
    description: `Does ${name}.`,
    scope: 'fleet',
    effect,
    idempotent: true,
    input: z.object({}),
    output: z.object({}),
    handler: async () => ({}),
  });
}

function toolset(name: string, operations: readonly Operation[], isDefault = true): Toolset {
  return { name, title: name, description: name, default: isDefault, operations };
}

const toolsets = [
  toolset('core', [operation('pods_list'), operation('pods_delete', 'destructive'), operation('pods_run', 'write')]),
  toolset('extra', [operation('mesh_view')], false),
];

function catalog(filters: Partial<CatalogFilters> = {}): Catalog {
  return new Catalog(toolsets, { access: 'full', available: [], ...filters });
}

const names = (of: Catalog): string[] => of.list().map(({ name }) => name);

describe('Catalog', () => {
  test.each([
    [{}, ['pods_delete', 'pods_list', 'pods_run']],
    [{ toolsets: ['all'] }, ['mesh_view', 'pods_delete', 'pods_list', 'pods_run']],
    [{ toolsets: ['extra'] }, ['mesh_view']],
    [{ access: 'read-only' }, ['pods_list']],
    [{ access: 'non-destructive' }, ['pods_list', 'pods_run']],
    [{ deny: ['pods_list'] }, ['pods_delete', 'pods_run']],
    [{ allow: ['pods_list'] }, ['pods_list']],
    [{ allow: ['pods_list'], deny: ['pods_list'] }, []],
  ] as const)('filters %j offer %j, sorted by name', (filters, expected) => {
    expect(names(catalog(filters))).toEqual(expected);
  });

  test.each(['toolsets', 'allow', 'deny'] as const)('an unknown name in %s is an error, never ignored', (key) => {
    expect(() => catalog({ [key]: ['pods_lst'] })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  test('an operation that is switched off cannot be had by name, and the error says why', () => {
    expect(() => catalog({ access: 'read-only' }).get('pods_delete')).toThrow(
      expect.objectContaining({ code: 'OPERATION_NOT_ALLOWED', message: expect.stringContaining('read-only') as string }),
    );
  });

  test('an unknown operation names the nearest', () => {
    expect(() => catalog().get('pod_list')).toThrow(
      expect.objectContaining({ code: 'OPERATION_UNKNOWN', message: expect.stringContaining('pods_list') as string }),
    );
  });

  test('an operation of a toolset that is not switched on says which one to add', () => {
    expect(() => catalog().get('mesh_view')).toThrow(
      expect.objectContaining({
        code: 'OPERATION_UNKNOWN',
        message: expect.stringContaining('toolset extra') as string,
        hint: expect.stringContaining('--toolsets') as string,
      }),
    );
  });

  test('dynamic operations come and go under the same filters, and say so once', () => {
    const of = catalog({ access: 'read-only' });
    const changes: unknown[] = [];
    of.events.on('changed', (change) => changes.push(change));
    const tree = operation('plugin_tree');
    of.replaceDynamic('plugins', [tree, operation('plugin_purge', 'destructive')]);
    expect(names(of)).toEqual(['plugin_tree', 'pods_list']);
    of.replaceDynamic('plugins', [tree, operation('plugin_purge', 'destructive')]);
    of.replaceDynamic('plugins', []);
    expect(changes).toEqual([
      { added: ['plugin_tree'], removed: [] },
      { added: [], removed: ['plugin_tree'] },
    ]);
  });

  test('a dynamic operation cannot take the name of another toolset, and then nothing changes', () => {
    const of = catalog();
    expect(() => {
      of.replaceDynamic('plugins', [operation('plugin_tree'), operation('pods_list')]);
    }).toThrow(/exists in toolset core/);
    expect(names(of)).not.toContain('plugin_tree');
  });

  test('an operation without what it needs says what to configure; one that a policy refuses does not', () => {
    const asking = [toolset('nsk', [{ ...operation('nsk_refresh', 'write'), needs: ['nsk'] }])];
    const refusal = (access: CatalogFilters['access']): unknown => {
      try {
        return new Catalog(asking, { access, available: [] }).get('nsk_refresh');
      } catch (thrown) {
        return thrown;
      }
    };
    expect(refusal('full')).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', hint: expect.stringContaining('[rancher.NAME]') as unknown });
    expect(refusal('read-only')).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', hint: expect.stringContaining('policy') as unknown });
  });
});
