import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** One file as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** With its quotes. */
  readonly etag: string;
}

export interface PageAssets {
  readonly document: PageFile;
  /** Everything that the document loads, by `/page/<digest>/<name>`. The digest changes with any of the files. */
  readonly files: ReadonlyMap<string, PageFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const DOCUMENT = 'index.html';

/** Stands in the document for the folder of the files. */
const PLACE = '%FILES%';

/** Reads the page's files; they are few and small, so they stay in memory. */
export function readPageAssets(folder: string): PageAssets {
  const names = readdirSync(folder)
    .filter((name) => TYPES[extname(name)] !== undefined)
    .sort();
  const bodies = names.map((name) => [name, readFileSync(join(folder, name))] as const);
  const digest = digestOf(Buffer.concat(bodies.flatMap(([name, body]) => [Buffer.from(`${name}\0`), body])));
  const files = bodies
    .filter(([name]) => name !== DOCUMENT)
    .map(([name, body]) => [`/page/${digest}/${name}`, fileOf(name, body)] as const);
  const document = readFileSync(join(folder, DOCUMENT), 'utf8').replaceAll(PLACE, `page/${digest}`);
  return { document: fileOf(DOCUMENT, Buffer.from(document)), files: new Map(files) };
}

function fileOf(name: string, body: Buffer): PageFile {
  return { type: TYPES[extname(name)] ?? 'application/octet-stream', body, etag: `"${digestOf(body)}"` };
}

function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 16);
}
