import { parseSelector, type SelectorNode } from '../clusters/selector.js';
import { FleetError } from '../errors.js';

/** What must be known of a selector that limits a caller, before it is held against the clusters. */
export interface LimitSelector {
  /** Names below a `not`: one that is not there would take nothing away, and so allow what was not meant. */
  readonly excluded: ReadonlySet<string>;
  /** False when it asks for the health of clusters, which changes while they stay the same. */
  readonly lasting: boolean;
}

/** @throws FleetError SELECTOR_INVALID, also for `active`: with it, callers would choose their own limits */
export function readLimitSelector(selector: string): LimitSelector {
  const found = { excluded: new Set<string>(), lasting: true };
  collect(parseSelector(selector), false, found);
  return found;
}

function collect(node: SelectorNode, negated: boolean, found: { readonly excluded: Set<string>; lasting: boolean }): void {
  switch (node.type) {
    case 'active':
      throw new FleetError('SELECTOR_INVALID', '`active` cannot limit a caller, who chooses the active cluster.');
    case 'names':
      if (negated) for (const { text } of node.names) found.excluded.add(text);
      return;
    case 'not':
      // Also below a second `not`: telling the two apart is not worth a mistake.
      collect(node.part, true, found);
      return;
    case 'and':
    case 'or':
      for (const part of node.parts) collect(part, negated, found);
      return;
    case 'field':
      if (node.field === 'health') found.lasting = false;
      return;
    default:
  }
}
