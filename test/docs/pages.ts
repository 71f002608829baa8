import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../architecture/source-files.js';

/** A fenced block of a page. */
export interface Snippet {
  readonly page: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** README, docs (generated references too, the typedoc output not) and examples, as paths from the project's root. */
export function pages(): string[] {
  const docs = markdownBelow('docs').filter((file) => !file.startsWith(join('docs', 'api')));
  const examples = markdownBelow('examples').filter((file) => !file.includes('node_modules'));
  return ['README.md', ...docs, ...examples];
}

export function readPage(page: string): string {
  return readFileSync(join(PROJECT_ROOT, page), 'utf8');
}

/** Every fenced block of these languages in all pages. */
export function snippetsIn(...languages: readonly string[]): Snippet[] {
  return pages()
    .flatMap(snippetsOf)
    .filter(({ language }) => languages.includes(language));
}

export function snippetsOf(page: string): Snippet[] {
  const text = readPage(page);
  return [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1] ?? '',
    text: match[2] ?? '',
  }));
}

function markdownBelow(folder: string): string[] {
  return readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));
}
