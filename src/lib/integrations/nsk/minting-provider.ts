import { toFleetError } from '../../errors.js';
import { type Logger, silentLogger } from '../../platform/logger.js';
import { directHosts } from '../rancher/direct-hosts.js';
import { generatedKubeconfig } from '../rancher/generated-kubeconfig.js';
import { kubeconfigEntries } from '../rancher/kubeconfig-entries.js';
import { proxyKubeconfig } from '../rancher/proxy-kubeconfig.js';
import type { RancherClient } from '../rancher/rancher-client.js';
import type { RancherCluster } from '../rancher/rancher-cluster.js';
import { HeldTokens } from './held-tokens.js';
import { extensionMaker, generateMaker, type KubeconfigMaker } from './kubeconfig-makers.js';
import { providedCluster, type HeldKubeconfig, type KubeconfigProvider, type ProvidedCluster } from './kubeconfig-provider.js';
import type { TokenKeeper } from './token-keeper.js';

/** How kubeconfigs are minted. */
export interface MintingOptions {
  readonly kubeconfigs: 'generate' | 'ext';
  readonly keeper: TokenKeeper;
  readonly directEndpoints?: boolean | undefined;
  readonly rewriteServer?: boolean | undefined;
  readonly logger?: Logger | undefined;
}

const NEVER = new AbortController().signal;

/** Rancher itself, which mints a token for the kubeconfigs: when one is due, never at every refresh; what is not used any more is removed. */
export class MintingProvider implements KubeconfigProvider {
  readonly name: string;
  readonly #client: RancherClient;
  readonly #options: MintingOptions;
  readonly #keeper: TokenKeeper;
  readonly #maker: KubeconfigMaker;
  #held: HeldTokens | undefined;
  #clusters: ReadonlyMap<string, RancherCluster> = new Map();
  #serverUrl: Promise<string | undefined> | undefined;

  constructor(client: RancherClient, options: MintingOptions) {
    const { keeper, kubeconfigs } = options;
    this.name = client.name;
    this.#client = client;
    this.#options = options;
    this.#keeper = keeper;
    this.#maker = (kubeconfigs === 'generate' ? generateMaker : extensionMaker)(client, keeper);
  }

  async list(signal: AbortSignal): Promise<readonly ProvidedCluster[]> {
    const clusters = await this.#client.clusters(signal);
    this.#clusters = new Map(clusters.map((cluster) => [cluster.id, cluster]));
    this.#held = undefined;
    this.#serverUrl = undefined;
    return clusters.map(providedCluster);
  }

  async isDue(held: HeldKubeconfig, now: Date, signal: AbortSignal = NEVER): Promise<boolean> {
    const { rewriteServer = true, logger = silentLogger } = this.#options;
    this.#held ??= new HeldTokens({ client: this.#client, keeper: this.#keeper, rewritten: rewriteServer });
    try {
      return await this.#held.isDue(held, now, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      // Whether it will do is not known: it stays in use.
      logger.log('warn', 'A kubeconfig at hand could not be judged', { path: held.path, error: toFleetError(thrown).message });
      return false;
    }
  }

  begin(due: readonly ProvidedCluster[], signal: AbortSignal): Promise<void> {
    return this.#maker.begin(
      due.map(({ id }) => id),
      signal,
    );
  }

  async kubeconfig({ id, name }: ProvidedCluster, signal: AbortSignal): Promise<string> {
    const client = this.#client;
    const { directEndpoints = false, rewriteServer = true } = this.#options;
    const cluster = this.#clusters.get(id) ?? (await client.cluster(id, signal));
    const hosts = directEndpoints ? await directHosts(client, cluster, signal) : [];
    const document = await this.#maker.make(id, signal);
    const addresses = await this.#addresses(document, signal);
    const made = generatedKubeconfig(document, { rancher: client.name, id, addresses, directHosts: hosts });
    // The API token, which stands in for a login by a program, goes to the configured address only.
    const isConfigured = rewriteServer || made.bearer === undefined || made.server.startsWith(`${client.url}/`);
    return proxyKubeconfig({
      cluster: { id, name },
      url: isConfigured ? client.url : made.server.slice(0, made.server.lastIndexOf('/k8s/clusters/')),
      token: made.bearer ?? (await client.token(signal)),
      trust: isConfigured ? await client.trust(signal) : { ca: made.authority, insecure: false },
      direct: made.direct,
    });
  }

  async settle(signal: AbortSignal): Promise<void> {
    this.#maker.end();
    this.#held = undefined;
    await this.#keeper.removeUnused(signal);
  }

  close(): void {
    this.#client.close();
  }

  /** What Rancher calls itself is asked for where the kubeconfig does not lead to the configured address. */
  async #addresses(document: unknown, signal: AbortSignal): Promise<readonly string[]> {
    const { url } = this.#client;
    const servers = kubeconfigEntries(document, 'clusters').map(({ value }) => String(value['server']));
    if (servers.some((server) => server.startsWith(`${url}/`))) return [url];
    this.#serverUrl ??= this.#client.setting('server-url', signal);
    const own = (await this.#serverUrl)?.replace(/\/+$/, '');
    return own?.startsWith('https://') === true ? [url, own] : [url];
  }
}
