import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HelmSettings } from '../../context.js';
import { childEnvironment } from '../../platform/environment.js';
import { writePrivateFile } from '../../platform/private-files.js';
import { temporaryFolder } from '../../platform/temporary-folder.js';

/** What a helm of one call may see of the environment: no home, no kubeconfig, no login of the person who runs fleetwright. */
const ENVIRONMENT = [
  ...['PATH', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['SystemRoot', 'SystemDrive', 'PATHEXT'],
];

/** Everything that the helm of one call reads and writes, gone afterwards. */
export interface HelmFolder {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Writes a file into it (mode 0600) and gives its path. */
  write(name: string, content: string): Promise<string>;
  remove(): Promise<void>;
}

/** @throws FleetError FILE_FAILED */
export async function openHelmFolder(settings: HelmSettings): Promise<HelmFolder> {
  const folder = await temporaryFolder('helm');
  const at = (name: string): string => join(folder.path, name);
  try {
    await Promise.all(['home', 'tmp', 'plugins'].map((name) => mkdir(at(name), { mode: 0o700 })));
  } catch (thrown) {
    await folder.remove();
    throw thrown;
  }
  return {
    path: folder.path,
    environment: childEnvironment(ENVIRONMENT, {
      HOME: at('home'),
      TMPDIR: at('tmp'),
      KUBECONFIG: at('kubeconfig'),
      KUBECACHEDIR: at('kube-cache'),
      HELM_CACHE_HOME: at('cache'),
      HELM_CONFIG_HOME: at('config'),
      HELM_DATA_HOME: at('data'),
      HELM_PLUGINS: at('plugins'),
      HELM_NO_PLUGINS: '1',
      HELM_REGISTRY_CONFIG: settings.registryConfig ?? at('registry.json'),
      HELM_DRIVER: 'secret',
      NO_COLOR: '1',
    }),
    write: async (name, content) => {
      await writePrivateFile(at(name), content);
      return at(name);
    },
    remove: () => folder.remove(),
  };
}
