import { textTable } from '../../platform/text-table.js';
import type { StatusOutput } from './status-output.js';

/** One Rancher as lines. */
export function statusText(status: StatusOutput): string[] {
  const { counts, login, not_active: notActive, removed, held, history } = status;
  const via = [status.provider, status.profile === undefined ? undefined : `profile ${status.profile}`, status.rancher_url];
  return [
    `${status.name}: ${status.health}${status.failures_in_a_row === 0 ? '' : ` (${String(status.failures_in_a_row)} refreshes in a row failed)`}`,
    `  from: ${via.filter((part) => part !== undefined).join(', ') || 'not asked yet'}; into: ${status.directory}`,
    `  auto refresh: ${status.auto_refresh ? 'on' : 'off'}; last: ${status.last_refresh ?? 'never'}; next: ${status.next_refresh ?? 'not planned'}`,
    ...(login === undefined ? [] : [`  login: ${loginText(login)}`]),
    `  clusters: ${String(counts.ready)} ready, ${String(counts.not_ready)} not ready, ${String(counts.unknown)} unknown; ${String(counts.removed)} removed, ${String(counts.held)} held`,
    ...table('not active, as Rancher says', notActive, counts.not_ready + counts.unknown),
    ...table('no longer listed; kubeconfigs kept until nsk_clean', removed, counts.removed),
    ...table('vanished together with many; nsk_refresh with force accepts it', held, counts.held),
    ...(history.length === 0
      ? []
      : ['  refreshes:', ...history.map(({ at, summary, duration_ms: ms }) => `    ${at}  ${summary}, ${String(ms)} ms`)]),
  ];
}

function loginText({
  user,
  expires_at: end,
  days_left: days,
  scoped_to: scope,
  warning,
  problem,
}: NonNullable<StatusOutput['login']>): string {
  if (problem !== undefined) return problem;
  const parts = [
    user === undefined ? undefined : `user ${user}`,
    end === undefined ? 'does not expire' : `expires ${end}${days === undefined ? '' : ` (${String(days)} days)`}`,
    scope === undefined ? undefined : `scoped to ${scope}`,
    warning === undefined ? undefined : `WARNING: ${warning}`,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

function table(title: string, clusters: StatusOutput['held'], total: number): string[] {
  if (clusters.length === 0) return [];
  const rows = clusters.map(({ cluster, state, since, message }) => [cluster, state, since, message]);
  const more = total > clusters.length ? [`    … ${String(total - clusters.length)} more`] : [];
  const lines = textTable(['cluster', 'state', 'since', 'message'], rows).split('\n');
  return [`  ${title}:`, ...lines.map((line) => `    ${line}`), ...more];
}
