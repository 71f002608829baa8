import type { ToolAnswer } from '../../../src/adapters/agents/tool-answer.js';
import { failed } from './answer.js';
import type { CarriedAnswer } from './carrier.js';

/** An answer of an agent's tool. What the model reads of a failure must say the same as the artifact. */
export function toolAnswer({ text, artifact }: ToolAnswer): CarriedAnswer {
  const everything = `${text}\n${JSON.stringify(artifact)}`;
  if (artifact.ok) return { ok: true, output: artifact.output, cluster: artifact.cluster, everything };
  const { code, message, hint } = artifact.error;
  if (!text.startsWith(`Error ${code}`) || !text.includes(message) || !text.includes(hint)) {
    throw new Error(`The text does not say what the artifact says: ${everything}`);
  }
  return failed(artifact.error, everything);
}
