import { setTimeout as delay } from 'node:timers/promises';
import { toFleetError } from '../../errors.js';
import type { Logger } from '../../platform/logger.js';
import { extensionKubeconfigsOf, removeExtensionKubeconfig } from '../rancher/extension-kubeconfigs.js';
import type { RancherClient } from '../rancher/rancher-client.js';
import { listTokens, removeToken } from '../rancher/rancher-tokens.js';
import { tokenName } from '../rancher/token-facts.js';
import { textsIn } from './held-kubeconfig.js';
import { newRegister, readMinted, writeMinted, type Minted, type MintedRegister } from './minted-tokens.js';

export const DEFAULT_HANDOVER_MS = 2_000;

/** For whom tokens are kept. */
export interface TokenKeeperOptions {
  readonly client: RancherClient;
  /** Folder of the kubeconfigs. */
  readonly directory: string;
  /** Milliseconds that an old token stays once a new kubeconfig stands, for whoever still has the old one in memory. */
  readonly handoverMs: number;
  readonly logger: Logger;
}

/** Knows what was minted on a Rancher for one folder, and removes what no file of the folder holds any more. */
export class TokenKeeper {
  readonly #options: TokenKeeperOptions;
  #last: Promise<unknown> = Promise.resolve();
  /** Whether something may have been made on the server that is not in the register. */
  #unsure = false;

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
  }

  /** @throws FleetError FILE_FAILED */
  register(): Promise<MintedRegister | undefined> {
    return readMinted(this.#options.directory);
  }

  /** To be called before anything is minted: a register that cannot be used would be found out too late. @throws FleetError FILE_FAILED */
  async assertUsable(): Promise<void> {
    await this.#change((register) => register);
  }

  /** How this folder is called on the server. Written down before anything is made under that name. @throws FleetError FILE_FAILED */
  async owner(): Promise<string> {
    const { owner } = await this.#change((register) => register);
    this.#unsure = true;
    return owner;
  }

  /** What cannot be written down is removed at once, for nobody else would. @throws FleetError FILE_FAILED */
  async remember(minted: Minted, signal: AbortSignal): Promise<void> {
    try {
      await this.#change((register) => ({ ...register, minted: [...register.minted, minted] }));
    } catch (thrown) {
      await this.#remove(minted, signal);
      throw thrown;
    }
  }

  /** Removes what is in no file. What cannot be removed now is tried again the next time. Does not throw. */
  async removeUnused(signal: AbortSignal): Promise<void> {
    try {
      await this.#removeUnused(signal);
    } catch (thrown) {
      this.#options.logger.log('warn', 'Tokens that are not used any more were not removed', { error: toFleetError(thrown).message });
    }
  }

  async #removeUnused(signal: AbortSignal): Promise<void> {
    const { client, directory, handoverMs } = this.#options;
    const known = await this.register();
    if (known === undefined || (known.minted.length === 0 && !this.#unsure)) return;
    const strays = this.#unsure ? await this.#strays(known, signal).catch(() => []) : [];
    const texts = await textsIn(directory);
    const own = tokenName(await client.token(signal));
    const isHeld = ({ holds }: Minted): boolean => holds.some((name) => name === own || texts.some((text) => text.includes(`${name}:`)));
    const unused = known.minted.filter((each) => !isHeld(each));
    if (unused.length > 0 && handoverMs > 0) await delay(handoverMs, undefined, { signal });
    const removed = new Set<string>();
    await Promise.all(
      [...strays, ...unused].map(async (each) => ((await this.#remove(each, signal)) ? removed.add(each.name) : undefined)),
    );
    const left = known.minted.filter(({ name }) => !removed.has(name));
    const ends = left.some(({ expiresAt }) => expiresAt === undefined) ? await this.#ends(signal) : undefined;
    if (removed.size === 0 && ends === undefined) return;
    await this.#change((register) => ({
      ...register,
      minted: register.minted.flatMap((each) => (removed.has(each.name) ? [] : withEnd(each, ends))),
    }));
  }

  /** When tokens end, by their names. Undefined where Rancher does not tell now: the next refresh asks again. */
  async #ends(signal: AbortSignal): Promise<ReadonlyMap<string, string | null> | undefined> {
    const tokens = await listTokens(this.#options.client, 'v3', signal).catch(() => undefined);
    return tokens === undefined ? undefined : new Map([...tokens].map(([name, { expiresAt }]) => [name, expiresAt ?? null]));
  }

  /** Kubeconfigs that carry our name on the server, but of whose making no answer arrived. */
  async #strays({ owner, minted }: MintedRegister, signal: AbortSignal): Promise<readonly Pick<Minted, 'kind' | 'name'>[]> {
    const names = await extensionKubeconfigsOf(this.#options.client, owner, signal);
    this.#unsure = false;
    return names.filter((name) => !minted.some((each) => each.name === name)).map((name) => ({ kind: 'kubeconfig', name }));
  }

  async #remove({ kind, name }: Pick<Minted, 'kind' | 'name'>, signal: AbortSignal): Promise<boolean> {
    const { client, logger } = this.#options;
    try {
      await (kind === 'token' ? removeToken(client, name, signal) : removeExtensionKubeconfig(client, name, signal));
      return true;
    } catch (thrown) {
      signal.throwIfAborted();
      logger.log('warn', 'A token that is not used any more was not removed', { name, error: toFleetError(thrown).message });
      return false;
    }
  }

  #change(change: (register: MintedRegister) => MintedRegister): Promise<MintedRegister> {
    const turn = this.#last
      .catch(() => undefined)
      .then(async () => {
        const before = await this.register();
        const after = change(before ?? newRegister());
        if (after !== before) await writeMinted(this.#options.directory, after);
        return after;
      });
    this.#last = turn;
    return turn;
  }
}

function withEnd(minted: Minted, ends: ReadonlyMap<string, string | null> | undefined): Minted {
  const held = minted.expiresAt === undefined ? minted.holds.find((name) => ends?.has(name)) : undefined;
  return held === undefined ? minted : { ...minted, expiresAt: ends?.get(held) };
}
