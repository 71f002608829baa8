import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the environment says about where control plane programs come from. */
export interface TestingEnvironment {
  /** A folder with `kube-apiserver` and `etcd`, the convention of envtest. */
  readonly assetsDirectory: string | undefined;
  /** Where found and built programs are kept. */
  readonly cacheDirectory: string;
  /** A mirror that serves `<base>/<host>/<path>` in place of `https://<host>/<path>`. */
  readonly downloadBase: string | undefined;
  /** True when a machine without control planes must fail its tests instead of skipping them. */
  readonly controlPlaneRequired: boolean;
}

/** Settings that a Go build or a program started here may see; no credential of the caller is among them. */
const CHILD_VARIABLES =
  /^(PATH|HOME|USER|TMPDIR|LANG|LC_ALL|TZ|XDG_CACHE_HOME|GO[A-Z0-9_]*|(HTTPS?|NO|ALL)_PROXY|(https?|no|all)_proxy|SSL_CERT_(FILE|DIR))$/;

/** Reads the variables that docs/testing.md lists. */
export function testingEnvironment(): TestingEnvironment {
  const { KUBEBUILDER_ASSETS, FLEETWRIGHT_CACHE_DIR, XDG_CACHE_HOME, FLEETWRIGHT_DOWNLOAD_BASE, REQUIRE_CONTROL_PLANE } = process.env;
  return {
    assetsDirectory: KUBEBUILDER_ASSETS || undefined,
    cacheDirectory: FLEETWRIGHT_CACHE_DIR || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'fleetwright'),
    downloadBase: FLEETWRIGHT_DOWNLOAD_BASE || undefined,
    controlPlaneRequired: REQUIRE_CONTROL_PLANE === '1',
  };
}

/** The environment of child processes: {@link CHILD_VARIABLES} and what is added. */
export function childEnvironment(added: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && CHILD_VARIABLES.test(name) ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(kept), ...added };
}
