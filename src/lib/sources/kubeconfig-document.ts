import type * as jsYaml from 'js-yaml';
import { listOf, type Place, textOf } from './kubeconfig-fields.js';
import { isRecord } from '../platform/plain-records.js';
import { clusterNameProblem, kubeconfigProblem, quoted } from './kubeconfig-problem.js';

export type KubeconfigSection = 'cluster' | 'context' | 'user';

/** One named entry of a kubeconfig: `body` is what stands below `cluster:`, `context:` or `user:`. */
export interface KubeconfigEntry {
  readonly section: KubeconfigSection;
  readonly name: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A parsed kubeconfig file: only its shape is checked, entries are checked when they are used. */
export interface KubeconfigDocument {
  readonly path: string;
  readonly currentContext: string | undefined;
  readonly entries: readonly KubeconfigEntry[];
}

/**
 * Parses the text of a kubeconfig file, YAML or JSON.
 * @throws FleetError KUBECONFIG_INVALID with the line, where the parser knows it.
 */
export async function parseKubeconfig(text: string, path: string): Promise<KubeconfigDocument> {
  const root = (text.trimStart().startsWith('{') ? parseJson(text) : undefined) ?? (await parseYaml(text, path));
  if (!isRecord(root))
    throw kubeconfigProblem(path, 'this is not a kubeconfig: the file holds no object with clusters, users and contexts');
  const place: Place = { path, where: 'the kubeconfig' };
  const kind = textOf(root, 'kind', place);
  if (kind !== undefined && kind !== 'Config')
    throw kubeconfigProblem(path, `this is not a kubeconfig: its kind is ${quoted(kind)}, not "Config"`);
  const entries = (['cluster', 'context', 'user'] as const).flatMap((section) => entriesOf(root, section, path));
  if (entries.length === 0 && kind === undefined)
    throw kubeconfigProblem(path, 'this is not a kubeconfig: it has no clusters, users or contexts');
  return { path, currentContext: textOf(root, 'current-context', place), entries };
}

function entriesOf(root: Readonly<Record<string, unknown>>, section: KubeconfigSection, path: string): KubeconfigEntry[] {
  return listOf(root, `${section}s`, { path, where: 'the kubeconfig' }).map((item, index) => {
    const where = `${section}s[${String(index)}]`;
    if (!isRecord(item)) throw kubeconfigProblem(path, `${where} is not an object`);
    const name = textOf(item, 'name', { path, where });
    if (name === undefined) throw kubeconfigProblem(path, `${where} has no name`);
    const problem = section === 'context' ? clusterNameProblem(name) : undefined;
    if (problem !== undefined) throw kubeconfigProblem(path, `${where} ${quoted(name)}: ${problem}`);
    const body = item[section] ?? {};
    if (!isRecord(body)) throw kubeconfigProblem(path, `${section} ${quoted(name)} is not an object`);
    return { section, name, path, body };
  });
}

// JSON is YAML too: this is only quicker, and whatever is wrong with the text the YAML parser says.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

let yamlModule: Promise<typeof jsYaml> | undefined;

async function parseYaml(text: string, path: string): Promise<unknown> {
  // Asking the module loader again for each of hundreds of files takes longer than parsing them.
  yamlModule ??= import('js-yaml');
  const { CORE_SCHEMA, load, YAMLException } = await yamlModule;
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    // The parser's own message quotes the text around the error, which may be a credential: neither it nor the error is passed on.
    if (!(error instanceof YAMLException)) throw kubeconfigProblem(path, 'the file is not valid YAML');
    const line = markLine(error.mark);
    const reason = error.reason.replace(/["'<`(].*$/s, '').trim();
    throw kubeconfigProblem(
      path,
      `the file is not valid YAML${line === undefined ? '' : ` at line ${String(line)}`}${reason === '' ? '' : ` (${reason})`}`,
      line === undefined ? {} : { line },
    );
  }
}

function markLine(mark: { readonly line: number } | undefined): number | undefined {
  return mark === undefined ? undefined : mark.line + 1;
}
