import { FleetError } from '../errors.js';
import type { Toolset } from '../operation.js';
import { compileGlob, isGlob } from '../platform/glob.js';
import { didYouMean } from '../platform/nearest.js';
import type { ConfirmationRule } from './rules.js';

/** Operations that come while the fleet runs are named so. */
const DYNAMIC = 'plugin_';

/**
 * A misspelt name in a rule would ask about nothing: each must mean an operation that there is, switched on or not.
 * @throws FleetError CONFIG_INVALID with every problem in `details.problems`
 */
export function checkOperationNames(rules: readonly ConfirmationRule[], toolsets: readonly Toolset[]): void {
  const names = toolsets.flatMap(({ operations }) => operations.map(({ name }) => name));
  const problems = rules.flatMap(({ operations = [] }, index) =>
    operations.flatMap((pattern, place) => {
      const matches = compileGlob(pattern);
      if (pattern.startsWith(DYNAMIC) || names.some(matches)) return [];
      const what = isGlob(pattern) ? 'fits no operation' : 'is no operation';
      const suggestion = didYouMean(pattern, names).trim();
      return [
        {
          key: `confirmation.rules[${String(index)}].operations[${String(place)}]`,
          message: `${JSON.stringify(pattern.slice(0, 80))} ${what}`,
          source: 'configuration',
          ...(suggestion === '' ? {} : { suggestion }),
        },
      ];
    }),
  );
  if (problems.length === 0) return;
  const lines = problems.map(({ key, message, suggestion }) => `${key}: ${message}.${suggestion === undefined ? '' : ` ${suggestion}`}`);
  throw new FleetError('CONFIG_INVALID', `Rules of confirmation name operations that are not there. ${lines.join(' ')}`, {
    details: { problems },
  });
}
