import { z } from 'zod';
import { listOwnTokens } from '../../integrations/rancher/own-tokens.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { textTable } from '../../platform/text-table.js';
import { askEach, chosenRanchers, problemLines, problemShape, rancherField } from './choose-ranchers.js';
import { seenClusters } from './seen-clusters.js';
import { countTokens, tokenRows } from './token-rows.js';

const MOST_TOKENS = 100;

export const rancherTokens = defineOperation({
  name: 'rancher_tokens',
  title: 'Own tokens at Rancher',
  description: 'How many tokens this user has at Rancher, by kind, and which ended or end soon. Never a token itself.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  needs: ['nsk'],
  input: deferred(() =>
    z.object({
      days: z.int().min(0).max(3650).optional().describe('Soon = within so many days; default 7'),
      all: z.boolean().optional().describe('Also those that last'),
      rancher: rancherField(),
    }),
  ),
  output: deferred(() =>
    z.object({
      ranchers: z.array(
        z.object({
          name: z.string(),
          user: z.string().optional(),
          total: z.int(),
          kinds: z.record(z.string(), z.int()),
          ended: z.int(),
          ending: z.int(),
          rows: z.array(
            z.object({
              name: z.string(),
              kind: z.string(),
              in_use: z.boolean(),
              enabled: z.boolean(),
              expires_at: z.string().optional(),
              days_left: z.int().optional(),
              last_used: z.string().optional(),
              cluster: z.string().optional(),
              description: z.string().optional(),
            }),
          ),
          rows_left_out: z.int().optional(),
        }),
      ),
      problems: z.array(problemShape()),
    }),
  ),
  handler: async (context, { days = 7, all = false, rancher }) => {
    const now = new Date();
    const { answers, problems } = await askEach(chosenRanchers(context, rancher), async (each) => {
      const tokens = await listOwnTokens(each.client(), context.signal);
      const rows = tokenRows(tokens, { now, days, all, seen: await seenClusters(context, each), isLimited: context.isLimited });
      const user = tokens.find(({ isCurrent }) => isCurrent)?.user;
      return {
        name: each.name,
        ...(user === undefined ? {} : { user }),
        ...countTokens(tokens, now, days),
        rows: rows.slice(0, MOST_TOKENS),
        ...(rows.length > MOST_TOKENS ? { rows_left_out: rows.length - MOST_TOKENS } : {}),
      };
    });
    return { ranchers: [...answers], problems };
  },
  render: ({ ranchers, problems }) => {
    const texts = ranchers.flatMap(({ name, user, total, kinds, ended, ending, rows, rows_left_out: leftOut }) => {
      const counts = Object.entries(kinds).map(([kind, count]) => `${String(count)} ${kind}`);
      const columns = ['token', 'kind', 'in use', 'enabled', 'days left', 'last used', 'cluster', 'description'];
      const cells = rows.map((row) => [
        row.name,
        row.kind,
        row.in_use ? 'yes' : '',
        row.enabled ? '' : 'NO',
        row.days_left,
        row.last_used,
        row.cluster,
        row.description,
      ]);
      return [
        `${name}${user === undefined ? '' : `, user ${user}`}: ${String(total)} tokens (${counts.join(', ') || 'none'}), ${String(ended)} ended, ${String(ending)} end soon`,
        ...(rows.length === 0 ? [] : [textTable(columns, cells)]),
        ...(leftOut === undefined ? [] : [`… ${String(leftOut)} more`]),
      ];
    });
    return [...texts, ...problemLines(problems)].join('\n');
  },
});
