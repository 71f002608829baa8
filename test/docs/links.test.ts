import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../architecture/source-files.js';
import { pages, readPage } from './pages.js';

const sources = [...pages(), 'AGENTS.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

interface Link {
  readonly page: string;
  readonly target: string;
  readonly anchor: string;
}

function linksOf(page: string): Link[] {
  const prose = readPage(page).replaceAll(/^```.*?^```/gms, '');
  return [...prose.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map((match) => ({
    page,
    target: (match[1] ?? '') === '' ? page : normalize(join(page, '..', match[1] ?? '')),
    anchor: match[2] ?? '',
  }));
}

/** The anchors that GitHub makes of headings. */
function anchorsOf(page: string): Set<string> {
  const prose = readPage(page).replaceAll(/^```.*?^```/gms, '');
  const headings = [...prose.matchAll(/^#+ (.*)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}

test('every relative link of the documentation leads to a file', () => {
  const links = sources.flatMap(linksOf);
  expect(links.length).toBeGreaterThan(40);
  expect(links.filter(({ target }) => !existsSync(join(PROJECT_ROOT, target)))).toEqual([]);
});

test('every link into a page leads to a heading', () => {
  const links = sources.flatMap(linksOf).filter(({ target, anchor }) => anchor !== '' && target.endsWith('.md'));
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter(({ target, anchor }) => !anchorsOf(target).has(anchor))).toEqual([]);
});

test('every guide and every page of docs is reached from the README or from a page that is', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const { target } of linksOf(page)) if (target.endsWith('.md') && existsSync(join(PROJECT_ROOT, target))) reached.add(target);
  }
  expect(pages().filter((page) => !reached.has(page) && !page.startsWith(join('docs', 'decisions')))).toEqual([]);
});
