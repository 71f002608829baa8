import { nodeFiles } from '../platform/node-modules.js';
import { pathText } from './key-tree.js';
import { isTable, valueAt, type Layer } from './layer.js';
import type { ConfigProblem } from './problems.js';

interface Found {
  readonly path: readonly string[];
  readonly message: string;
  readonly suggestion: string;
}

/** Where each kind of section has its token, and what accepts any certificate. */
const NSK = { tokens: ['rancherToken', 'rancherTokenFile', 'rancherTokenSecret'], insecure: 'rancherInsecure' };
const NAMED = { tokens: ['token', 'tokenFile', 'tokenSecret'], insecure: 'insecure' };

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const LARGEST_BYTES = 1024 * 1024;

/** What is wrong between the keys of `[nsk]`, and of each `[rancher.NAME]`. */
export function rancherProblems(layer: Layer): ConfigProblem[] {
  const { values } = layer;
  const named = valueAt(values, ['rancher']);
  const found = [
    ...(valueAt(values, ['nsk', 'enabled']) === false ? [] : sectionProblems(values, ['nsk'], NSK)),
    ...(isTable(named) ? Object.keys(named) : []).flatMap((name) => [
      ...nameProblems(name),
      ...tokenProblems(named, name),
      ...sectionProblems(values, ['rancher', name], NAMED),
    ]),
  ];
  return found.map(({ path, message, suggestion }) => ({
    key: pathText(path, layer.name === 'input' ? 'program' : 'file'),
    message,
    suggestion,
    ...layer.originOf(path),
  }));
}

function nameProblems(name: string): Found[] {
  const path = ['rancher', name];
  if (name === 'nsk') return [{ path, message: 'has the name of the section [nsk]', suggestion: 'Call it something else.' }];
  if (NAME.test(name)) return [];
  return [{ path, message: 'has a name that cannot be used', suggestion: 'Use letters, digits, ".", "_" and "-", 63 at most.' }];
}

function tokenProblems(named: unknown, name: string): Found[] {
  const section = valueAt(named, [name]);
  if (!isTable(section) || NAMED.tokens.some((key) => section[key] !== undefined)) return [];
  return [{ path: ['rancher', name], message: 'has no token', suggestion: 'Give it token, token_file or token_secret.' }];
}

function sectionProblems(values: unknown, section: readonly string[], keys: typeof NSK): Found[] {
  const isSet = (key: string): boolean => valueAt(values, [...section, key]) !== undefined;
  const [first, ...others] = keys.tokens.filter(isSet);
  const pinned = ['ca', 'caChecksum'].find(isSet);
  const ca = valueAt(values, [...section, 'ca']);
  const caProblem = typeof ca === 'string' && ca !== '' ? pemProblem(ca) : undefined;
  const environments = valueAt(values, [...section, 'environments']);
  return [
    ...others.map((key) => ({
      path: [...section, key],
      message: `stands beside ${pathText([...section, first ?? ''], 'file')}, and only one can be the token`,
      suggestion: 'Keep one of them.',
    })),
    ...(pinned !== undefined && valueAt(values, [...section, keys.insecure]) === true
      ? [
          {
            path: [...section, keys.insecure],
            message: `accepts any certificate, while ${pathText([...section, pinned], 'file')} asks for one`,
            suggestion: 'Keep one of them.',
          },
        ]
      : []),
    ...(valueAt(values, [...section, 'directEndpoints']) === true &&
    !['generate', 'ext'].includes(String(valueAt(values, [...section, 'kubeconfigs'])))
      ? [
          {
            path: [...section, 'directEndpoints'],
            message: 'needs kubeconfigs = "generate" or "ext": direct endpoints do not take the API token',
            suggestion: 'Set kubeconfigs, or take it out.',
          },
        ]
      : []),
    ...(caProblem === undefined
      ? []
      : [{ path: [...section, 'ca'], message: caProblem, suggestion: 'Name a file with the certificate of the authority, PEM.' }]),
    ...(isTable(environments) && Object.keys(environments).length > 0 && !isSet('environmentLabel')
      ? [
          {
            path: [...section, 'environments'],
            message: 'needs environment_label: without it no value of a label is looked at',
            suggestion: 'Name the label: environment_label = "env".',
          },
        ]
      : []),
  ];
}

function pemProblem(path: string): string | undefined {
  const shown = JSON.stringify(path.slice(0, 200));
  try {
    if (nodeFiles().statSync(path).size > LARGEST_BYTES) return `${shown} is too large for a certificate`;
    return nodeFiles().readFileSync(path, 'utf8').includes('-----BEGIN CERTIFICATE-----') ? undefined : `${shown} holds no PEM certificate`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return `${shown} ${{ ENOENT: 'does not exist', EACCES: 'may not be read by this user', EISDIR: 'is a directory' }[code] ?? `cannot be read (${code})`}`;
  }
}
