import { toFleetError, type Fleet } from '../../index.js';
import type { Finding } from './finding.js';
import { errorLine } from './report-error.js';
import type { Terminal } from './terminal.js';

/** What is wrong with the Ranchers that clusters come from; nothing where none is configured. */
export async function examineRanchers({ ranchers }: Pick<Fleet, 'ranchers'>, terminal: Terminal): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const rancher of ranchers) {
    terminal.progress(`Rancher ${rancher.name}`);
    try {
      const found = await rancher.examine(terminal.interrupted);
      findings.push(
        ...found.map(({ state, what, why, advice }): Finding => {
          return { state, what: `${rancher.name}: ${what}${why === undefined ? '' : `\n${why}`}`, advice };
        }),
      );
    } catch (thrown) {
      const error = toFleetError(thrown);
      findings.push({ state: 'fail', what: `${rancher.name}: ${errorLine(error)}`, advice: error.hint });
    } finally {
      terminal.progress(undefined);
    }
  }
  return findings;
}
