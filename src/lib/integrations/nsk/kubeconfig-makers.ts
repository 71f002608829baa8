import { FleetError } from '../../errors.js';
import { createExtensionKubeconfig } from '../rancher/extension-kubeconfigs.js';
import type { RancherClient } from '../rancher/rancher-client.js';
import { tokenName } from '../rancher/token-facts.js';
import { MintingPace } from './minting-pace.js';
import { parseYaml } from './parse-yaml.js';
import type { TokenKeeper } from './token-keeper.js';

/** Has Rancher make kubeconfigs, and writes down what is minted for them before anyone uses it. */
export interface KubeconfigMaker {
  /** Ids of the clusters that are needed together. Does not throw. */
  begin(ids: readonly string[], signal: AbortSignal): Promise<void>;
  /** What Rancher made for a cluster, unchecked; may hold other clusters as well. @throws FleetError */
  make(id: string, signal: AbortSignal): Promise<unknown>;
  /** A refresh is over: what was made in it is forgotten. */
  end(): void;
}

/** One call and one token for each cluster: every Rancher can. */
export function generateMaker(client: RancherClient, keeper: TokenKeeper): KubeconfigMaker {
  const pace = new MintingPace();
  return {
    begin: () => Promise.resolve(),
    make: (id, signal) =>
      pace.run(id, async () => {
        await keeper.assertUsable();
        const text = await client.generateKubeconfig(id, signal);
        const own = tokenName(await client.token(signal));
        // Before anything is looked at: also what is refused then has been minted.
        for (const name of tokensIn(text).filter((each) => each !== own))
          await keeper.remember({ kind: 'token', name, holds: [name], clusters: [id], mintedAt: new Date().toISOString() }, signal);
        return parseYaml(text, `Rancher "${client.name}"`);
      }),
    end: () => {
      pace.end();
    },
  };
}

/** One call and one token for all clusters that need one (Rancher 2.12 and newer). */
export function extensionMaker(client: RancherClient, keeper: TokenKeeper): KubeconfigMaker {
  const pace = new MintingPace();
  const wanted = new Set<string>();
  const made = new Map<string, unknown>();
  let running: Promise<void> = Promise.resolve();
  const makeAll = async (signal: AbortSignal): Promise<void> => {
    const ids = [...wanted].filter((id) => !made.has(id));
    if (ids.length === 0) return;
    await pace.run('all', async () => {
      const { name, tokens, text, lifeSeconds } = await createExtensionKubeconfig(
        client,
        { clusters: ids, description: await keeper.owner() },
        signal,
      );
      const mintedAt = new Date();
      const expiresAt = lifeSeconds === undefined ? undefined : new Date(mintedAt.getTime() + lifeSeconds * 1000).toISOString();
      const holds = [...new Set([...tokens, ...tokensIn(text ?? '')])];
      await keeper.remember({ kind: 'kubeconfig', name, holds, clusters: ids, mintedAt: mintedAt.toISOString(), expiresAt }, signal);
      if (text === undefined)
        throw new FleetError('SERVER_ERROR', `Rancher "${client.name}" made the kubeconfig ${name}, but did not give it.`);
      const document = await parseYaml(text, `Rancher "${client.name}"`);
      for (const id of ids) made.set(id, document);
    });
  };
  const inTurn = (signal: AbortSignal): Promise<void> => (running = running.catch(() => undefined).then(() => makeAll(signal)));
  return {
    begin: async (ids, signal) => {
      for (const id of ids) wanted.add(id);
      await inTurn(signal).catch(() => undefined);
    },
    make: async (id, signal) => {
      wanted.add(id);
      if (!made.has(id)) await inTurn(signal);
      return made.get(id);
    },
    end: () => {
      wanted.clear();
      made.clear();
      pace.end();
    },
  };
}

/** Names of the tokens that a kubeconfig holds, which may be no YAML at all. */
function tokensIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\btoken["']?:\s*["']?([\w./-]+):[\w-]+/g)].map(([, name = '']) => name))];
}
