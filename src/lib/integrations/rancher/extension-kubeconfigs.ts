import { FleetError } from '../../errors.js';
import { isRecord, parseJson } from '../../platform/plain-records.js';
import type { RancherAsked } from './list-collection.js';
import { rancherFailure } from './rancher-failure.js';

const PATH = '/apis/ext.cattle.io/v1/kubeconfigs';

/** A kubeconfig for many clusters, as Rancher 2.12 and newer make it. */
export interface ExtensionKubeconfig {
  /** Of the object on the server, by which it is removed together with its tokens. */
  readonly name: string;
  /** Names of the tokens that were minted for it. */
  readonly tokens: readonly string[];
  /** Seconds that its tokens live; undefined when Rancher does not tell. */
  readonly lifeSeconds: number | undefined;
  /** YAML, unchecked; Rancher tells it this once. Undefined when it could not be made. */
  readonly text: string | undefined;
}

/**
 * One kubeconfig for these clusters: one new token for all of them, and one more for each with an endpoint of its own.
 * @throws FleetError CONFIG_INVALID where Rancher has no such API
 */
export async function createExtensionKubeconfig(
  rancher: RancherAsked,
  { clusters, description }: { readonly clusters: readonly string[]; readonly description: string },
  signal: AbortSignal,
): Promise<ExtensionKubeconfig> {
  const body = { apiVersion: 'ext.cattle.io/v1', kind: 'Kubeconfig', spec: { clusters, description } };
  const answer = await rancher.send({ method: 'POST', path: PATH, body, signal });
  if (answer.status === 404) {
    throw new FleetError('CONFIG_INVALID', `Rancher "${rancher.name}" cannot make one kubeconfig for many clusters; that came with 2.12.`, {
      hint: 'Set kubeconfigs = "generate" for one of each cluster, or "token" to use the API token itself.',
    });
  }
  const made = answer.status >= 200 && answer.status < 300 ? parseJson(answer.text) : undefined;
  const name = isRecord(made) && isRecord(made['metadata']) ? made['metadata']['name'] : undefined;
  if (!isRecord(made) || typeof name !== 'string') throw rancherFailure(rancher.name, 'make a kubeconfig for many clusters', answer);
  const spec = isRecord(made['spec']) ? made['spec'] : {};
  const status = isRecord(made['status']) ? made['status'] : {};
  const tokens = Array.isArray(status['tokens']) ? status['tokens'].filter((token) => typeof token === 'string') : [];
  return {
    name,
    tokens,
    lifeSeconds: typeof spec['ttl'] === 'number' && spec['ttl'] > 0 ? spec['ttl'] : undefined,
    text: typeof status['value'] === 'string' && status['value'] !== '' ? status['value'] : undefined,
  };
}

/** Names of the kubeconfigs with this description, which whoever made them chose. @throws FleetError */
export async function extensionKubeconfigsOf(rancher: RancherAsked, description: string, signal: AbortSignal): Promise<readonly string[]> {
  const answer = await rancher.send({ path: PATH, signal });
  if (answer.status === 404) return [];
  const body = answer.status === 200 ? parseJson(answer.text) : undefined;
  if (!isRecord(body) || !Array.isArray(body['items'])) throw rancherFailure(rancher.name, 'list the kubeconfigs', answer);
  return body['items'].flatMap((item: unknown) => {
    if (!isRecord(item) || !isRecord(item['metadata']) || !isRecord(item['spec'])) return [];
    const { name } = item['metadata'];
    return typeof name === 'string' && item['spec']['description'] === description ? [name] : [];
  });
}

/** Removes one with its tokens; one that is gone already is no failure. @throws FleetError */
export async function removeExtensionKubeconfig(rancher: RancherAsked, name: string, signal: AbortSignal): Promise<void> {
  const answer = await rancher.send({ method: 'DELETE', path: `${PATH}/${encodeURIComponent(name)}`, signal });
  if (answer.status >= 300 && answer.status !== 404) throw rancherFailure(rancher.name, `remove the kubeconfig ${name}`, answer);
}
