import { expect, test } from 'vitest';
import { importsIn, importsOf, typeScriptFiles, type SourceImport } from './source-files.js';

test('no two modules of src need each other to load', () => {
  expect(cycleIn(typeScriptFiles('src').flatMap(importsOf))).toBeUndefined();
});

test('a cycle over three files is found, also through a re-export; types alone make none', () => {
  const files = {
    'src/a.ts': "import { b } from './b.js';",
    'src/b.ts': "export { c } from './c.js';",
    'src/c.ts': "import { a } from './a.js';",
  };
  const imports = Object.entries(files).flatMap(([file, text]) => importsIn(file, text));
  expect(cycleIn(imports)).toEqual(['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/a.ts']);
  const withType = [...imports.slice(0, 2), ...importsIn('src/c.ts', "import type { a } from './a.js';")];
  expect(cycleIn(withType)).toBeUndefined();
});

/** The first cycle of imports that run at load, as the path that closes it. */
function cycleIn(imports: readonly SourceImport[]): string[] | undefined {
  const targets = new Map<string, string[]>();
  for (const { from, target, kind, external } of imports) {
    if (kind === 'static' && !external) targets.set(from, [...(targets.get(from) ?? []), target]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of targets.get(file) ?? []) {
      const cycle = visit(target, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
