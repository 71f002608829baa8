import type { NskIntegrationOptions } from '../../../../src/lib/integrations/nsk/nsk-options.js';
import type { RancherOptions, StandInRancher } from '../../../support/rancher/stand-in-rancher.js';
import { withStage, type Stage } from '../nsk/nsk-stage.js';

/** A stage whose kubeconfigs are minted, without the wait before old tokens go. */
export function withMinting(
  options: RancherOptions,
  changes: Partial<NskIntegrationOptions>,
  use: (stage: Stage) => Promise<void>,
): Promise<void> {
  return withStage(options, (stage) => use({ ...stage, open: (more = {}) => stage.open({ tokenHandoverMs: 0, ...changes, ...more }) }));
}

/** Names of the tokens that stand for kubeconfigs. */
export function minted({ tokens }: StandInRancher): string[] {
  return tokens
    .list()
    .filter(({ kind }) => kind !== undefined)
    .map(({ name }) => name);
}

/** The parts of a kubeconfig that was written. */
export interface WrittenKubeconfig {
  readonly 'clusters': {
    readonly name: string;
    readonly cluster: { readonly 'server': string; readonly 'certificate-authority-data'?: string };
  }[];
  readonly 'users': { readonly name: string; readonly user: { readonly token: string } }[];
  readonly 'contexts': { readonly name: string }[];
  readonly 'current-context': string;
}

export function written(files: Readonly<Record<string, string>>, name: string): WrittenKubeconfig {
  return JSON.parse(files[`${name}.yaml`] ?? '') as WrittenKubeconfig;
}

/** The token that a kubeconfig holds. */
export function tokenIn(files: Readonly<Record<string, string>>, name: string): string {
  return written(files, name).users[0]?.user.token ?? '';
}

/** The requests that minted something. */
export function mintings({ requests }: StandInRancher): number {
  return requests.filter(({ method }) => method === 'POST').length;
}
