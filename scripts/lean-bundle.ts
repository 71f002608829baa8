import type { Options } from 'tsup';

type BundlePlugin = NonNullable<Options['esbuildPlugins']>[number];

/** What the program would carry and never run: parsing it delays the first answer. */
const LEFT_OUT: readonly { readonly file: RegExp; readonly contents: string }[] = [
  {
    // The schema compiler of the MCP SDK: our servers bring their own check, see `src/adapters/mcp/mcp-server.ts`.
    file: /@modelcontextprotocol\/server\/dist\/shimsNode\.mjs$/,
    contents: `export const process = globalThis.process;
export class DefaultJsonSchemaValidator {
  getValidator() { throw new Error('This program was bundled without a schema compiler.'); }
}`,
  },
  {
    // Messages in fifty languages; ours are in English.
    file: /zod\/v4\/locales\/index\.js$/,
    contents: "export { default as en } from './en.js';",
  },
];

/** Replaces what is left out by as little as the rest needs to load. */
export const leanBundle: BundlePlugin = {
  name: 'lean-bundle',
  setup: (build) => {
    for (const { file, contents } of LEFT_OUT)
      build.onLoad({ filter: file }, ({ path }) => ({ contents, resolveDir: path.slice(0, path.lastIndexOf('/')) }));
  },
};
