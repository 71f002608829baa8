import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SOURCE = fileURLToPath(new URL('helm/', import.meta.url));

/** A first build takes minutes; what is built is kept outside of the tree. */
export const HELM_BUILD_MS = 900_000;

/** The path of a real helm, built once from the module (with checksums) below `helm/`. */
export async function builtHelm(major: 3 | 4): Promise<string> {
  const folder = join(SOURCE, String(major));
  const source = await Promise.all(['go.mod', 'go.sum', 'tools.go'].map((name) => readFile(join(folder, name))));
  const version = createHash('sha256').update(Buffer.concat(source)).digest('hex').slice(0, 16);
  const cache = process.env['FLEETWRIGHT_CACHE_DIR'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fleetwright');
  const path = join(cache, 'test-programs', `helm-${String(major)}-${version}`);
  if (await isThere(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${String(process.pid)}`;
  const environment = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  const command = ['build', '-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', unfinished];
  await run('go', [...command, `helm.sh/helm/v${String(major)}/cmd/helm`], { cwd: folder, env: environment });
  await rename(unfinished, path);
  return path;
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** A folder of charts and the call that removes it. */
export interface ChartsFolder {
  readonly path: string;
  /** Writes a chart: its files by name, `Chart.yaml` made from the version where it is not among them. */
  chart(name: string, files: Readonly<Record<string, string>>, version?: string): Promise<void>;
  /** The same packed as `NAME-VERSION.tgz`. */
  pack(name: string): Promise<Buffer>;
  remove(): Promise<void>;
}

export async function chartsFolder(helm: string): Promise<ChartsFolder> {
  const root = await mkdtemp(join(tmpdir(), 'fleetwright-charts-'));
  const path = join(root, 'charts');
  await mkdir(path);
  return {
    path,
    chart: async (name, files, version = '1.0.0') => {
      const described = `apiVersion: v2\nname: ${name}\nversion: ${version}\nappVersion: "2.0"\ndescription: The chart ${name}\n`;
      for (const [file, text] of Object.entries({ 'Chart.yaml': described, ...files })) {
        await mkdir(dirname(join(path, name, file)), { recursive: true });
        await writeFile(join(path, name, file), text);
      }
    },
    pack: async (name) => {
      const out = await mkdtemp(join(root, 'packed-'));
      const { stdout } = await run(helm, ['package', join(path, name), '-d', out], { env: { HOME: root, PATH: '/usr/bin:/bin' } });
      const file = /saved it to: (\S+)/.exec(stdout)?.[1];
      if (file === undefined) throw new Error(`helm package: ${stdout}`);
      return await readFile(file);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** A chart with a config map, a secret, and a deployment; `extra: true` adds a second map. */
export const WEB_CHART: Readonly<Record<string, string>> = {
  'values.yaml': 'colour: green\nextra: false\nreplicas: 1\ndatabase:\n  password: default-password\n',
  'templates/map.yaml': [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    '  name: {{ .Release.Name }}-settings',
    'data:',
    '  colour: {{ .Values.colour | quote }}',
    '{{- if .Values.extra }}',
    '---',
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    '  name: {{ .Release.Name }}-extra',
    'data: {more: "yes"}',
    '{{- end }}',
    '',
  ].join('\n'),
  'templates/secret.yaml': [
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    '  name: {{ .Release.Name }}-database',
    'stringData:',
    '  password: {{ .Values.database.password | quote }}',
    '',
  ].join('\n'),
  'templates/NOTES.txt': 'Release {{ .Release.Name }} is {{ .Values.colour }}.\n',
};
