import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import { handlersOnDemand } from './scripts/handlers-on-demand.js';
import { usedSchemasOnly } from './scripts/used-schemas-only.js';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const PUBLIC_ENTRY = resolve('src/index.ts');
const PROGRAM_START = 'src/adapters/cli/run.ts';

/** The program: what the first answer needs in a few files, everything else in chunks that are loaded when needed. */
export const PROGRAM_BUILD: Options = {
  name: 'bin',
  entry: { main: 'src/adapters/cli/main.ts' },
  outDir: 'dist/bin',
  format: 'esm',
  target: 'node20',
  // The Kubernetes client is large and seldom needed: it is loaded from its package, then.
  noExternal: [/^(?!@kubernetes\/client-node)/],
  splitting: true,
  minify: true,
  clean: true,
  dts: false,
  esbuildPlugins: [
    handlersOnDemand({ library: [PROGRAM_START, 'src/lib/fleet.ts'], adapters: [PROGRAM_START] }),
    directImports(),
    withUsedSchemasOnly(),
    englishOnly(),
    noSchemaCompiler(),
  ],
  // CommonJS dependencies call `require` for modules of Node.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
};

/**
 * The library: every dependency stays a dependency, but for what the first import needs: each package costs it a search and some reads,
 * and zod as a package is 95 files. Schemas of the package and of the bundle work together.
 */
export const LIBRARY_BUILD: Options = {
  name: 'library',
  entry: {
    'index': 'src/index.ts',
    'adapters/agents/index': 'src/adapters/agents/index.ts',
    'adapters/langchain/index': 'src/adapters/langchain/index.ts',
    'adapters/mcp/index': 'src/adapters/mcp/index.ts',
    'adapters/rest/index': 'src/adapters/rest/index.ts',
    'testing/index': 'src/testing/index.ts',
  },
  format: 'esm',
  target: 'node20',
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  noExternal: ['zod', 'js-yaml', 'eventemitter3'],
  esbuildPlugins: [handlersOnDemand({ library: [PUBLIC_ENTRY], adapters: [PUBLIC_ENTRY] }), withUsedSchemasOnly(), englishOnly()],
  // What an import costs is mostly the reading of it: half of that is comments, indentation and long names. The source maps have them.
  esbuildOptions: (options) => {
    options.minifyWhitespace = true;
    options.minifySyntax = true;
    options.minifyIdentifiers = true;
  },
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: ['!bin/**'],
};

export default defineConfig([LIBRARY_BUILD, PROGRAM_BUILD]);

/**
 * The adapters import the public entry and nothing deeper. esbuild would put all that it re-exports into one chunk, loaded with the
 * first import of anything from it: so each name is imported from the file that defines it, in the bundle only.
 */
function directImports(): Plugin {
  return {
    name: 'direct-imports',
    setup: (build) => {
      const definedIn = exportsOf(PUBLIC_ENTRY);
      build.onLoad({ filter: /src\/adapters\/.*\.ts$/ }, ({ path }) => {
        const contents = usedSchemasOnly(readFileSync(path, 'utf8')).replaceAll(
          /^import \{([^}]*)\} from '((?:\.\.\/)+index\.js)';$/gm,
          (statement, names: string, target: string) => {
            if (resolve(dirname(path), target).replace(/\.js$/, '.ts') !== PUBLIC_ENTRY) return statement;
            return namesOf(names)
              .map(({ imported, local }) => {
                const source = definedIn.get(imported);
                if (source === undefined) throw new Error(`${path} imports ${imported}, which src/index.ts does not export by name.`);
                return `import { ${source.name} as ${local} } from ${JSON.stringify(source.file)};`;
              })
              .join(' ');
          },
        );
        return { contents, loader: 'ts' };
      });
    },
  };
}

function withUsedSchemasOnly(): Plugin {
  return {
    name: 'used-schemas-only',
    setup: (build) => {
      build.onLoad({ filter: /src\/.*\.ts$/ }, ({ path }) => ({ contents: usedSchemasOnly(readFileSync(path, 'utf8')), loader: 'ts' }));
    },
  };
}

/** zod carries its messages in 50 languages, a third of its size; ours are English. */
function englishOnly(): Plugin {
  return {
    name: 'english-only',
    setup: (build) => {
      build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
        contents: "export { default as en } from './en.js';",
        loader: 'js',
      }));
    },
  };
}

/** The MCP SDK loads a JSON Schema compiler as its default; every server here names its own validator, so that one is never made. */
function noSchemaCompiler(): Plugin {
  const contents = `import process from 'node:process';
    export class DefaultJsonSchemaValidator { constructor() { throw new Error('This program has no JSON Schema compiler.'); } }
    export { process };`;
  return {
    name: 'no-schema-compiler',
    setup: (build) => {
      build.onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({ path: 'shims', namespace: 'no-schema-compiler' }));
      build.onLoad({ filter: /.*/, namespace: 'no-schema-compiler' }, () => ({ contents, loader: 'js' }));
    },
  };
}

/** Where each value that a module re-exports is defined. */
function exportsOf(entry: string): Map<string, { readonly file: string; readonly name: string }> {
  const statements = readFileSync(entry, 'utf8').matchAll(/^export \{([^}]*)\} from '(\.[^']*)\.js';$/gm);
  return new Map(
    [...statements].flatMap(([, names = '', target = '']) =>
      namesOf(names).map(({ imported, local }) => [local, { file: join(dirname(entry), `${target}.ts`), name: imported }] as const),
    ),
  );
}

/** The values in `a, type B, c as d`. */
function namesOf(list: string): { readonly imported: string; readonly local: string }[] {
  const names = list.split(',').map((name) => name.trim());
  return names
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => {
      const [imported = name, local = imported] = name.split(' as ');
      return { imported, local };
    });
}
