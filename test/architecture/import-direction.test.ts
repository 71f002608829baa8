import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violation } from './layers.js';
import { importsIn, importsOf, PROJECT_ROOT, typeScriptFiles } from './source-files.js';

const imports = typeScriptFiles('src').flatMap(importsOf);

test('every import of src goes in the direction that layers.ts allows', () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.map(violation).filter((message) => message !== undefined)).toEqual([]);
});

test('every relative import names a file that exists, by its .js path', () => {
  expect(imports.filter((one) => !one.external && !existsSync(join(PROJECT_ROOT, one.target)))).toEqual([]);
});

test.each([
  ['src/adapters/mcp/tools.ts', "import { Dispatcher } from '../../lib/dispatch.js';"],
  ['src/adapters/mcp/tools.ts', "import type { Dispatcher } from '../../lib/dispatch.js';"],
  ['src/adapters/cli/main.ts', "const all = await import('../../lib/toolsets/all.js');"],
  ['src/adapters/mcp/tools.ts', "import express from 'express';"],
  ['src/lib/toolsets/core/pods-list.ts', "import { page } from '../clusters/page.js';"],
  ['src/lib/toolsets/core/pods-list.ts', "import { ClusterManager } from '../../cluster-manager.js';"],
  ['src/lib/sources/in-cluster.ts', "import { openSession } from '../clusters/session.js';"],
  ['src/lib/clusters/session.ts', "export { podsList } from '../toolsets/core/pods-list.js';"],
  ['src/lib/platform/retry.ts', "import { TypedEmitter } from '../events.js';"],
  ['src/lib/errors.ts', "import { VERSION } from './platform/version.js';"],
  ['src/lib/dispatch.ts', "import { fleetConfigSchema } from './config/schema.js';"],
  ['src/somewhere/new.ts', "import { VERSION } from '../index.js';"],
])('%s may not hold %s', (file, text) => {
  expect(importsIn(file, text).map(violation)).toEqual([expect.stringContaining(file)]);
});
