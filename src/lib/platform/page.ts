import { z } from 'zod';
import { FleetError } from '../errors.js';
import { compareNames } from './name-order.js';
import { deferred } from './deferred.js';

const DEFAULT_PAGE = 200;

/** The paging parameters of lists that this process answers itself. */
export const pageFields = deferred(() => ({
  limit: z.int().min(0).max(10_000).optional().describe('Rows at most; 0 = all'),
  continue: z.string().max(200).optional().describe('Token of the previous answer'),
}));

/**
 * One page of a list in the order of {@link compareNames}. The token is the last name shown, so that nothing is shown twice or left out
 * when the list changes between two pages.
 */
export function pageOf<Item extends { readonly name: string }>(
  items: readonly Item[],
  input: { readonly limit?: number | undefined; readonly continue?: string | undefined },
): { readonly items: readonly Item[]; readonly continue?: string } {
  const after = input.continue === undefined ? undefined : lastNameOf(input.continue);
  const rest = after === undefined ? items : items.filter((item) => compareNames(item.name, after) > 0);
  const limit = input.limit === undefined ? DEFAULT_PAGE : input.limit === 0 ? rest.length : input.limit;
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return rest.length > page.length && last !== undefined ? { items: page, continue: `after:${last.name}` } : { items: page };
}

/** {@link pageOf} for what has no name of its own that is unique: sorted, and gone on, by what `nameOf` gives. */
export function sortedPage<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  input: { readonly limit?: number | undefined; readonly continue?: string | undefined },
): { readonly items: readonly Item[]; readonly continue?: string } {
  const named = items.map((item) => ({ name: nameOf(item), item })).sort((a, b) => compareNames(a.name, b.name));
  const { items: shown, ...more } = pageOf(named, input);
  return { items: shown.map(({ item }) => item), ...more };
}

function lastNameOf(token: string): string {
  if (token.startsWith('after:')) return token.slice('after:'.length);
  throw new FleetError('INPUT_INVALID', 'continue is not a token of a previous answer.');
}
