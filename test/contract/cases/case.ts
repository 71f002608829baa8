import type { CarriedAnswer } from '../carriers/carrier.js';
import type { Stage } from '../world/stage.js';

/** Cases are written once and run on the stage of each carrier, which is open while they run. */
export type StageOf = () => Stage;

/** An answer that failed; one that did not fails the test. */
export function failureOf(answer: CarriedAnswer): CarriedAnswer & { readonly ok: false } {
  if (answer.ok) throw new Error(`It should have failed: ${answer.everything}`);
  return answer;
}

/** An answer that succeeded. */
export function successOf(answer: CarriedAnswer): CarriedAnswer & { readonly ok: true } {
  if (!answer.ok) throw new Error(`It failed with ${answer.code}: ${answer.message}`);
  return answer;
}
