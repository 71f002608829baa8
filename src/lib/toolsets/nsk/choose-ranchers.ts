import { z } from 'zod';
import type { FleetContext } from '../../context.js';
import { FleetError, toFleetError } from '../../errors.js';
import { didYouMean } from '../../platform/nearest.js';

/** One of the Ranchers of the fleet. */
export type Rancher = FleetContext['ranchers'][number];

/** The parameter that names one of several Ranchers. A function, so that its schema is made when the operation's is. */
export const rancherField = (): z.ZodOptional<z.ZodString> =>
  z.string().min(1).max(100).optional().describe('One of several; default: all');

/** A Rancher that did not answer while others did. */
export const problemShape = (): z.ZodObject<{ rancher: z.ZodString; code: z.ZodString; message: z.ZodString; hint: z.ZodString }> =>
  z.object({ rancher: z.string(), code: z.string(), message: z.string(), hint: z.string() });

export type Problem = z.output<ReturnType<typeof problemShape>>;

/** The one of that name, or all. @throws FleetError INPUT_INVALID with the names there are */
export function chosenRanchers({ ranchers }: Pick<FleetContext, 'ranchers'>, name: string | undefined): readonly Rancher[] {
  if (name === undefined) return ranchers;
  const found = ranchers.filter((rancher) => rancher.name === name);
  if (found.length > 0) return found;
  const names = ranchers.map((rancher) => rancher.name);
  throw new FleetError(
    'INPUT_INVALID',
    `There is no Rancher ${JSON.stringify(name)}.${didYouMean(name, names)} There is: ${names.join(', ')}. Nothing was done.`,
    { details: { ranchers: names } },
  );
}

/**
 * Asks several Ranchers at once. What one of them cannot answer is a problem beside the answers of the others.
 * @throws FleetError of the first when none of them answers, and INPUT_INVALID whoever says so
 */
export async function askEach<Answer>(
  ranchers: readonly Rancher[],
  ask: (rancher: Rancher) => Promise<Answer>,
): Promise<{ readonly answers: readonly Answer[]; readonly problems: Problem[] }> {
  const answers: Answer[] = [];
  const failures: { readonly rancher: string; readonly error: FleetError }[] = [];
  await Promise.all(
    ranchers.map(async (rancher, index) => {
      try {
        answers[index] = await ask(rancher);
      } catch (thrown) {
        failures.push({ rancher: rancher.name, error: toFleetError(thrown) });
      }
    }),
  );
  const refused =
    failures.find(({ error }) => error.code === 'INPUT_INVALID') ?? (failures.length === ranchers.length ? failures[0] : undefined);
  if (refused !== undefined) throw refused.error;
  return {
    // Where one failed, there is a hole.
    answers: Object.values(answers),
    problems: failures.map(({ rancher, error: { code, message, hint } }) => ({ rancher, code, message, hint })),
  };
}

/** The problems as lines, after an empty one; nothing when there are none. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problems.length === 0
    ? []
    : ['', 'Did not answer:', ...problems.map(({ rancher, message, hint }) => `- ${rancher}: ${message} ${hint}`)];
}
