import { toFleetError } from '../../errors.js';
import { examineClusters } from './examine-clusters.js';
import { examineFolder } from './examine-folder.js';
import { examineLogin } from './examine-login.js';
import { examineProgram } from './examine-program.js';
import { examineServer } from './examine-server.js';
import { examineSettings } from './examine-settings.js';
import type { RancherFinding } from './finding.js';
import { readLedger, type Ledger } from './ledger.js';
import type { NskIntegrationOptions } from './nsk-options.js';

/** Longest wait for one answer while somebody looks on. */
const TIMEOUT_MS = 10_000;

/**
 * Looks at everything that a refresh needs, from the folder to the clusters that Rancher lists, and says in words what is wrong, why it
 * matters and what to do. Changes nothing, fetches no kubeconfig; what cannot be looked at because of an earlier failure is left out.
 */
export async function examine(given: NskIntegrationOptions, signal: AbortSignal): Promise<readonly RancherFinding[]> {
  const options = { ...given, timeoutMs: Math.min(given.timeoutMs ?? TIMEOUT_MS, TIMEOUT_MS) };
  const [folder, { ledger, damage }, program] = await Promise.all([
    examineFolder(options.directory),
    ledgerOf(options.directory),
    examineProgram(options, signal),
  ]);
  const server = await examineServer(options, signal);
  const findings = [...program.findings, ...folder, ...damage, ...server.findings];
  try {
    if (server.client !== undefined) {
      const login = await examineLogin(server.client, options, ledger, signal);
      findings.push(...login.findings);
      if (login.isAccepted) {
        findings.push(...(await examineSettings(server.client, { options, asksProgram: program.isAsked }, signal)));
        findings.push(...(await examineClusters(server.client, ledger, signal)));
      }
    }
  } catch (thrown) {
    signal.throwIfAborted();
    const { code, message, hint } = toFleetError(thrown);
    findings.push({ state: 'fail', what: `${code}: ${message}`, advice: hint });
  } finally {
    server.client?.close();
  }
  return [...findings, ...leftovers(ledger)];
}

async function ledgerOf(directory: string): Promise<{ readonly ledger: Ledger; readonly damage: readonly RancherFinding[] }> {
  try {
    return { ledger: await readLedger(directory), damage: [] };
  } catch (thrown) {
    const { message, hint } = toFleetError(thrown);
    const why = 'No refresh touches the folder until that is mended; the kubeconfigs in it stay in use.';
    return { ledger: new Map(), damage: [{ state: 'fail', what: message, why, advice: hint }] };
  }
}

/** What the folder holds of clusters that are gone. */
function leftovers(ledger: Ledger): RancherFinding[] {
  const entries = [...ledger.values()];
  const removed = entries.filter(({ removedAt }) => removedAt !== undefined).map(({ name }) => name);
  const held = entries
    .filter(({ removedAt, missingSince }) => removedAt === undefined && missingSince !== undefined)
    .map(({ name }) => name);
  const written = entries.flatMap(({ writtenAt }) => writtenAt ?? []).sort();
  const findings: RancherFinding[] = [
    written.length === 0
      ? { state: 'note', what: 'no kubeconfig was fetched yet', advice: 'Run: fleetwright call nsk_refresh' }
      : { state: 'note', what: `${String(written.length)} kubeconfigs were fetched, the last change was at ${written.at(-1) ?? ''}` },
  ];
  if (removed.length > 0)
    findings.push({
      state: 'note',
      what: `kubeconfigs of clusters that Rancher does not list any more: ${some(removed)}`,
      why: 'They stay in use until somebody removes them.',
      advice: 'Run: fleetwright call nsk_clean --dry-run',
    });
  if (held.length > 0)
    findings.push({
      state: 'note',
      what: `vanished from Rancher together: ${some(held)}`,
      why: 'So many at once may be a mistake of the listing, or a token that sees less; their kubeconfigs stay.',
      advice: 'If they are really gone, run: fleetwright call nsk_refresh --force',
    });
  return findings;
}

function some(names: readonly string[]): string {
  return `${names.slice(0, 10).join(', ')}${names.length > 10 ? `, and ${String(names.length - 10)} more` : ''}`;
}
