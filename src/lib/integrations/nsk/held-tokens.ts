import { readFile } from 'node:fs/promises';
import type { RancherClient } from '../rancher/rancher-client.js';
import { isExtension, listTokens } from '../rancher/rancher-tokens.js';
import { proxyAddress } from '../rancher/proxy-kubeconfig.js';
import { tokenName, type RancherTokenFacts } from '../rancher/token-facts.js';
import { heldWays } from './held-kubeconfig.js';
import type { HeldKubeconfig } from './kubeconfig-provider.js';
import type { MintedRegister } from './minted-tokens.js';
import type { TokenKeeper } from './token-keeper.js';
import { needsRenewal } from './token-renewal.js';

interface HeldTokensOptions {
  readonly client: RancherClient;
  readonly keeper: TokenKeeper;
  /** Whether the files lead to the configured address and are bound to its authority. */
  readonly rewritten: boolean;
}

type TokenMap = ReadonlyMap<string, RancherTokenFacts>;

/** Judges the kubeconfigs at hand during one refresh: for all of them together Rancher is asked once. */
export class HeldTokens {
  readonly #options: HeldTokensOptions;
  readonly #lists = new Map<'v3' | 'extension', Promise<TokenMap | undefined>>();
  #login: Promise<boolean> | undefined;
  #register: Promise<MintedRegister | undefined> | undefined;

  constructor(options: HeldTokensOptions) {
    this.#options = options;
  }

  /** True when one has to be made anew: it leads elsewhere, its token was not minted here, is gone, or ends soon. */
  async isDue({ id, path }: HeldKubeconfig, now: Date, signal: AbortSignal): Promise<boolean> {
    const { client, keeper, rewritten } = this.#options;
    const ways = heldWays(await readFile(path, 'utf8'));
    const [first] = ways;
    if (first === undefined) return true;
    const trust = await client.trust(signal);
    if (rewritten && (first.server !== proxyAddress(client.url, id) || first.authority !== trust.ca)) return true;
    // Where Rancher makes kubeconfigs without a token, the API token stands in.
    if (first.bearer === (await client.token(signal))) return !(await (this.#login ??= this.#asksForLogin(signal)));
    const { minted = [] } = (await (this.#register ??= keeper.register())) ?? {};
    const dues = ways.map(async ({ bearer }) => {
      const name = tokenName(bearer);
      const known = minted.find(({ holds }) => holds.includes(name));
      if (known === undefined) return true;
      const list = await this.#list(isExtension(name) ? 'extension' : 'v3', signal);
      if (list === undefined) return needsRenewal({ createdAt: known.mintedAt, expiresAt: known.expiresAt ?? undefined }, now);
      const facts = list.get(name);
      return (
        facts === undefined ||
        facts.expired ||
        !facts.enabled ||
        needsRenewal({ ...facts, createdAt: facts.createdAt ?? known.mintedAt }, now)
      );
    });
    return (await Promise.all(dues)).includes(true);
  }

  async #asksForLogin(signal: AbortSignal): Promise<boolean> {
    return (await this.#options.client.setting('kubeconfig-generate-token', signal)) === 'false';
  }

  /** Undefined where Rancher does not tell: what is known of the tokens here has to do. */
  #list(kind: 'v3' | 'extension', signal: AbortSignal): Promise<TokenMap | undefined> {
    const known = this.#lists.get(kind) ?? listTokens(this.#options.client, kind, signal).catch(() => undefined);
    this.#lists.set(kind, known);
    return known;
  }
}
