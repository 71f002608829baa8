import { FleetError } from '../errors.js';
import { isRecord } from '../platform/plain-records.js';
import { checkManifest, type Manifest, type ManifestProblem } from './check-manifest.js';
import { unfitValue } from './unfit-value.js';

/** Characters of one input. */
export const MAX_MANIFEST_LENGTH = 2_000_000;
/** Objects of one input. */
const MAX_OBJECTS = 200;

/**
 * The objects that a text of YAML or JSON describes, in its order: documents between `---`, and the items of lists. All problems are
 * reported together.
 * @throws FleetError INPUT_INVALID with `problems` (document, line, message)
 */
export async function parseManifests(text: string): Promise<readonly Manifest[]> {
  if (text.length > MAX_MANIFEST_LENGTH) throw unusable([{ line: 1, message: `it is longer than ${MAX_MANIFEST_LENGTH} characters` }]);
  const { loadManifest } = await import('./manifest-yaml.js');
  const manifests: Manifest[] = [];
  const problems: ManifestProblem[] = [];
  for (const { body, line } of splitDocuments(text)) {
    const value = read(() => loadManifest(body), line, problems);
    if (value === null || value === undefined) continue;
    for (const item of flatten(value)) {
      const document = manifests.length + problems.length + 1;
      if (document > MAX_OBJECTS) throw unusable([{ line, message: `it holds more than ${String(MAX_OBJECTS)} objects` }]);
      const checked = checkManifest(item, { document, line });
      if ('object' in checked) manifests.push(checked);
      else problems.push(checked);
    }
  }
  problems.push(...repeated(manifests));
  if (problems.length > 0) throw unusable(problems);
  if (manifests.length === 0) throw unusable([{ line: 1, message: 'it holds no object' }]);
  return manifests;
}

interface Document {
  readonly body: string;
  /** Where its content begins, from 1. */
  readonly line: number;
}

/** A line that begins with `---` or `...` ends a document whatever is around it: YAML allows neither inside of one. */
function splitDocuments(text: string): Document[] {
  const documents: Document[] = [];
  let lines: string[] = [];
  let start = 1;
  const close = (next: number): void => {
    const content = lines.findIndex((line) => !/^\s*(#|$)/.test(line));
    // Empty lines in place of what came before keep the line numbers of errors right.
    if (content !== -1) documents.push({ body: '\n'.repeat(start - 1) + lines.join('\n'), line: start + content });
    start = next;
    lines = [];
  };
  text.split(/\r?\n/).forEach((line, index) => {
    if (!/^(---|\.\.\.)(\s|$)/.test(line)) return lines.push(line);
    close(index + 1);
    return lines.push(line.startsWith('-') ? `   ${line.slice(3)}` : '');
  });
  close(0);
  return documents;
}

function read(load: () => unknown, line: number, problems: ManifestProblem[]): unknown {
  try {
    const value = load();
    const unfit = unfitValue(value);
    if (unfit === undefined) return value;
    problems.push({ line, message: unfit });
  } catch (thrown) {
    problems.push(syntaxProblem(thrown, line));
  }
  return undefined;
}

/** The parser's own message quotes the text, which may be a secret: only its reason and place are kept. */
function syntaxProblem(thrown: unknown, line: number): ManifestProblem {
  const reason = isRecord(thrown) && typeof thrown['reason'] === 'string' ? thrown['reason'] : 'it is neither YAML nor JSON';
  const mark = isRecord(thrown) && isRecord(thrown['mark']) ? thrown['mark'] : {};
  const where = typeof mark['line'] === 'number' ? mark['line'] + 1 : line;
  const column = typeof mark['column'] === 'number' ? ` (column ${String(mark['column'] + 1)})` : '';
  return { line: where, message: `${reason}${column}` };
}

/** `kind: List`, and the typed lists that API servers send. */
function flatten(value: unknown): readonly unknown[] {
  if (!isRecord(value) || !Array.isArray(value['items'])) return [value];
  const { kind, apiVersion, items, metadata } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List') || (isRecord(metadata) && metadata['name'] !== undefined)) return [value];
  if (kind === 'List') return items;
  // Items of a typed list need not name what they are.
  return items.map((item: unknown) => (isRecord(item) ? { apiVersion, kind: kind.slice(0, -'List'.length), ...item } : item));
}

function repeated(manifests: readonly Manifest[]): ManifestProblem[] {
  const seen = new Map<string, Manifest>();
  return manifests.flatMap((manifest) => {
    const { apiVersion, kind, namespace = '', name, document, line } = manifest;
    const key = [apiVersion, kind, namespace, name].join(' ');
    const first = seen.get(key);
    seen.set(key, manifest);
    return first === undefined ? [] : [{ document, line, message: `it is the same object as document ${String(first.document)}` }];
  });
}

function unusable(problems: readonly ManifestProblem[]): FleetError {
  const shown = problems.slice(0, 10).map(({ document, line, message }) => {
    return `${document === undefined ? '' : `document ${String(document)}, `}line ${String(line)}: ${message}`;
  });
  const more = problems.length > shown.length ? [`and ${String(problems.length - shown.length)} more`] : [];
  return new FleetError('INPUT_INVALID', `The manifests cannot be used: ${[...shown, ...more].join('; ')}. Nothing was done.`, {
    details: { problems: problems.slice(0, 100) },
  });
}
