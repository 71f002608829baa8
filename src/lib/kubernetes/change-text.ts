import type { ChangeOutput } from './change-output.js';

/** `prod-1: Deployment shop/web changed`, what differs, and the state after a wait. */
export function renderChange(output: ChangeOutput & { readonly cluster?: string }): string {
  const { cluster = '', kind, namespace, name, changed, dry_run: dryRun, changes, diff, state } = output;
  const verb = changed ? (dryRun ? 'would change (dry run, nothing was done)' : 'changed') : 'unchanged: it was like that already';
  const lines = [`${cluster}: ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name} ${verb}`];
  if (diff !== undefined && diff !== '') lines.push(diff);
  else if (changes.length > 0) lines.push(`paths: ${changes.join(', ')}`);
  if (state !== undefined) lines.push(`state: ${state}`);
  return lines.join('\n');
}
