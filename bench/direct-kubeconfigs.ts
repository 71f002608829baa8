import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import type { Site } from './site.js';

/** A folder of kubeconfigs that lead to the API servers themselves: the fault proxies of the site run in the process that measures. */
export async function directKubeconfigs(site: Site): Promise<string> {
  const directory = join(site.directory, 'direct');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await Promise.all(
    site.fleet.clusters.map((cluster) =>
      writeFile(join(directory, `${cluster.name}.yaml`), dump(cluster.kubeconfig('admin', { server: cluster.directServer })), {
        mode: 0o600,
      }),
    ),
  );
  return directory;
}
