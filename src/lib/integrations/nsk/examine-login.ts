import { FleetError } from '../../errors.js';
import type { RancherClient } from '../rancher/rancher-client.js';
import { tokenDaysLeft, tokenWarning } from '../rancher/token-warning.js';
import type { RancherFinding } from './finding.js';
import type { Ledger } from './ledger.js';
import type { NskIntegrationOptions } from './nsk-options.js';

/** Clusters that a refused token is tried on, to find out whether it is for one of them. */
const TRIED = 5;
const WHY = 'Nothing can be refreshed, and kubeconfigs that hold this token are refused by their clusters.';

/** Whether Rancher accepts the token, and for how long. */
export async function examineLogin(
  client: RancherClient,
  options: NskIntegrationOptions,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<{ readonly findings: readonly RancherFinding[]; readonly isAccepted: boolean }> {
  const form = formOf(await client.token(signal));
  if (form !== undefined) return { isAccepted: false, findings: [{ state: 'fail', what: form, why: WHY, advice: NEW_TOKEN }] };
  try {
    const me = await client.send({ path: '/v3/users', query: { me: 'true' }, signal });
    if (me.status === 401) return { isAccepted: false, findings: [await refused(client, options, ledger, signal)] };
    const facts = await client.tokenFacts(signal);
    if (facts === undefined)
      return { isAccepted: true, findings: [{ state: 'ok', what: 'Rancher accepts the token; it does not tell when it ends' }] };
    const now = new Date();
    const warning = tokenWarning(facts, now);
    if (warning !== undefined) return { isAccepted: true, findings: [{ state: 'note', what: warning, why: WHY, advice: NEW_TOKEN }] };
    const days = tokenDaysLeft(facts, now);
    const end = days === undefined ? 'does not end' : `ends in ${String(Math.floor(days))} days (${facts.expiresAt ?? ''})`;
    return {
      isAccepted: true,
      findings: [{ state: 'ok', what: `Rancher accepts the token of ${facts.user ?? 'an unknown user'}; it ${end}` }],
    };
  } catch (thrown) {
    if (!FleetError.isInstance(thrown) || thrown.code !== 'UNAUTHORIZED') throw thrown;
    return { isAccepted: false, findings: [await refused(client, options, ledger, signal)] };
  }
}

const NEW_TOKEN = 'Make an API key without scope in Rancher (Account & API Keys), and give all of it, NAME:SECRET, as its token.';

function formOf(token: string): string | undefined {
  if (token.trim() === '') return 'the token of Rancher is empty';
  if (token !== token.trim()) return 'the token of Rancher has blanks or line ends around it';
  if (token.split(':').length !== 2) return 'the token of Rancher does not have the form NAME:SECRET';
  return undefined;
}

/** Rancher says the same of tokens that expired, are disabled, deleted or scoped; only a scoped one opens its cluster. */
async function refused(
  client: RancherClient,
  { clusterIds = [] }: NskIntegrationOptions,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<RancherFinding> {
  const ids = [...new Set([...clusterIds, ...ledger.keys()])].slice(0, TRIED);
  for (const id of ids) {
    const { status } = await client.send({ path: `/v3/clusters/${encodeURIComponent(id)}`, signal });
    if (status !== 200) continue;
    return {
      state: 'fail',
      what: `the token is scoped to the cluster ${ledger.get(id)?.name ?? id}: Rancher refuses it everything else (401)`,
      why: 'The clusters cannot be listed with it.',
      advice: `Name that cluster by its id (cluster_ids = ["${id}"]), or: ${NEW_TOKEN}`,
    };
  }
  return {
    state: 'fail',
    what: 'Rancher refuses the token (401): it expired, was deleted or disabled, its user was disabled, or it is scoped to one cluster',
    why: WHY,
    advice: NEW_TOKEN,
  };
}
