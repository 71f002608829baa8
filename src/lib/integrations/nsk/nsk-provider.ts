import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from '../../errors.js';
import { checkedKubeconfig, needsRancherLogin } from '../rancher/check-kubeconfig.js';
import { rancherBase } from '../rancher/rancher-server.js';
import { temporaryFolder } from '../../platform/temporary-folder.js';
import type { KubeconfigProvider } from './kubeconfig-provider.js';
import { parseYaml } from './parse-yaml.js';
import { runNsk, type NskProgramOptions } from './nsk-program.js';
import { parseNskList } from './parse-nsk-list.js';

/** How long a kubeconfig that nsk fetched is used before it is fetched again. */
const DEFAULT_MAX_AGE_MS = 24 * 3_600_000;

export interface NskProviderOptions extends NskProgramOptions {
  /** Milliseconds. Rancher mints a token for each kubeconfig that nsk fetches, so it is not done at every refresh. @default 24 hours */
  readonly maxAgeMs?: number | undefined;
}

/** The program `nsk`. Where it can be done without, `rancherProvider` asks Rancher itself. */
export function nskProvider(options: NskProviderOptions): KubeconfigProvider {
  const { maxAgeMs = DEFAULT_MAX_AGE_MS } = options;
  return {
    name: 'nsk',
    list: async (signal) => {
      const clusters = parseNskList(await runNsk(options, ['cluster', 'list'], { signal }));
      if (clusters.length === 0)
        throw new FleetError('SOURCE_FAILED', 'nsk cluster list named no cluster.', {
          hint: 'Run it by hand with the same profile; its output may have a form that is not known.',
        });
      return clusters;
    },
    isDue: ({ writtenAt }, now) => {
      const ageMs = now.getTime() - Date.parse(writtenAt);
      // Written in the future: the clock was wrong then or is now, and nothing is known of its age.
      return ageMs < 0 || ageMs >= maxAgeMs;
    },
    kubeconfig: async ({ name }, signal) => {
      if (name.startsWith('-')) throw new FleetError('KUBECONFIG_INVALID', `${JSON.stringify(name)} cannot be given to nsk as a name.`);
      const folder = await temporaryFolder('nsk');
      try {
        const words = ['cluster', 'kubeconfig', '--name', name, '--stdout'];
        const printed = await runNsk(options, words, { workingDirectory: folder.path, signal });
        return await checked(printed.trim() === '' ? await onlyFileIn(folder.path) : printed, options, signal);
      } finally {
        await folder.remove();
      }
    },
    close: () => undefined,
  };
}

/** Versions that know no --stdout write a file. */
async function onlyFileIn(folder: string): Promise<string> {
  const [file] = (await readdir(folder)).filter((name) => /\.ya?ml$|config$/.test(name));
  if (file === undefined) throw new FleetError('PROGRAM_FAILED', 'nsk cluster kubeconfig gave neither output nor a file.');
  return readFile(join(folder, file), 'utf8');
}

async function checked(text: string, options: NskProviderOptions, signal: AbortSignal): Promise<string> {
  const { rancherUrl, rancherToken, rancherInsecure = false } = options;
  const document = await parseYaml(text, 'nsk');
  const login = needsRancherLogin(document);
  const apiToken = login && rancherUrl !== undefined ? await rancherToken?.(signal) : undefined;
  if (login && apiToken === undefined)
    throw new FleetError('KUBECONFIG_INVALID', 'Rancher gives kubeconfigs that ask for a login (kubeconfig-generate-token is false).', {
      hint: 'Set RANCHER_URL and RANCHER_TOKEN: the API token is then used instead.',
    });
  // Without a known Rancher, what nsk chose is the only word there is.
  const origins = rancherUrl === undefined ? undefined : [rancherBase(rancherUrl).origin];
  const rules = { from: 'nsk', origins, insecure: rancherInsecure || origins === undefined, apiToken };
  return `${JSON.stringify(checkedKubeconfig(document, rules), undefined, 2)}\n`;
}
