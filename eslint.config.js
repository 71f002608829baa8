import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const everyExtension = ['**/*.ts', '**/*.js', '**/*.mjs'];

const processEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Environment variables are read in src/lib/platform/environment.ts only.',
};
const exportAll = { selector: 'ExportAllDeclaration', message: 'Name every export: what is exported is a decision.' };
const eagerKubernetesClient = {
  selector: "ImportDeclaration[source.value='@kubernetes/client-node'][importKind!='type']",
  message: 'Importing the Kubernetes client costs 0.7 s: import it with `await import` where it is used.',
};
const childProcesses = {
  paths: ['child_process', 'node:child_process', 'execa'].map((name) => ({
    name,
    message: 'Programs are run by src/lib/platform/run-command.ts only.',
    allowTypeImports: true,
  })),
};
const processEnvironmentImport = [{ name: 'node:process', importNames: ['env'], message: processEnvironment.message }];

export default defineConfig(
  { ignores: ['node_modules', 'dist', 'coverage', 'temp', 'docs/api', 'test/**/fixtures/**/*.js'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // A number in a template prints as anyone expects; objects and undefined stay forbidden.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An `async` function without `await` is how a throw becomes a rejection.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
  {
    files: everyExtension,
    rules: {
      'eqeqeq': 'error',
      'no-var': 'error',
      'no-async-promise-executor': 'error',
      'no-constant-binary-expression': 'error',
      'no-misleading-character-class': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } }],
      'no-restricted-syntax': ['error', exportAll],
      'max-lines': ['error', 300],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', exportAll, processEnvironment, eagerKubernetesClient] },
  },
  {
    files: ['src/lib/**/*.ts', 'src/adapters/**/*.ts'],
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [...childProcesses.paths, ...processEnvironmentImport] }],
    },
  },
  {
    // The only places that may: they are what the rules above point to.
    files: ['src/lib/platform/environment.ts'],
    rules: { 'no-restricted-syntax': ['error', exportAll] },
  },
  {
    files: ['src/lib/platform/run-command.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: processEnvironmentImport }] },
  },
  {
    // The local control planes are started with the caller's environment.
    files: ['src/testing/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', exportAll, eagerKubernetesClient] },
  },
  {
    files: ['**/*.config.ts', '*.config.js'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // A test that reads a value that is not there fails, which is what it is for.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // vitest types its matchers (`expect.any(…)` inside an object) as any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
);
