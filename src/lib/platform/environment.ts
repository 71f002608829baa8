import { homedir } from 'node:os';
import { resolve } from 'node:path';

/** Environment variables, as plain data. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What any child process needs to run at all, and nothing that identifies or authorises its caller.
 * Proxy settings belong here: a credential plugin behind a proxy cannot reach its issuer without them.
 */
export const CHILD_ENVIRONMENT_BASE: readonly string[] = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
  'XDG_RUNTIME_DIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SystemRoot',
  'SystemDrive',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
];

/** The environment of this process as it is now; later changes of the process do not show in it. */
export function hostEnvironment(): Environment {
  return Object.freeze({ ...process.env });
}

/** The home folder as an absolute path: `HOME` where it is set, else what the system says of the user. */
export function homeDirectory(environment: Environment = process.env): string {
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  return home === undefined || home === '' ? homedir() : resolve(home);
}

/** `~` and `~/path` with the home folder in front; every other path unchanged. */
export function expandHome(path: string, environment: Environment = process.env): string {
  if (path === '~') return homeDirectory(environment);
  return path.startsWith('~/') ? resolve(homeDirectory(environment), path.slice(2)) : path;
}

/**
 * The environment of a child process: only the names in `allowlist` (a name ending in `*` is a prefix), with `extra` on top.
 * A variable that is not set, or set to `undefined` in `extra`, is absent. The allowlist is the whole list:
 * pass `[...CHILD_ENVIRONMENT_BASE, 'NAME']` to add to the base.
 */
export function childEnvironment(
  allowlist: readonly string[] = CHILD_ENVIRONMENT_BASE,
  extra: Environment = {},
  environment: Environment = process.env,
): Record<string, string> {
  const exact = new Set(allowlist.filter((name) => !name.endsWith('*')));
  const prefixes = allowlist.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  const allowed = Object.entries(environment).filter(([name]) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix)));
  const child = new Map<string, string>();
  for (const [name, value] of [...allowed, ...Object.entries(extra)]) {
    if (value === undefined) child.delete(name);
    else child.set(name, value);
  }
  return Object.fromEntries(child);
}
