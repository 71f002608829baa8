import type { FleetError, FleetErrorData } from '../../index.js';

/** What a tool call came to, for the program around the model. A failure is never `ok`. */
export type ToolArtifact =
  | {
      readonly ok: true;
      readonly operation: string;
      readonly requestId: string;
      /** The cluster that answered; absent for operations that touch no single cluster. */
      readonly cluster?: string;
      /** Plain data, as the output schema of the operation says. */
      readonly output: Readonly<Record<string, unknown>>;
    }
  | {
      readonly ok: false;
      readonly operation: string;
      readonly requestId: string;
      readonly error: FleetErrorData;
    };

/** One answer: text for the model, data for the program. */
export interface ToolAnswer {
  readonly text: string;
  readonly artifact: ToolArtifact;
}

/** A failure as an answer: its text begins with `Error` and the code, and ends with what to do. */
export function failedAnswer(operation: string, error: FleetError, requestId: string): ToolAnswer {
  const where = error.cluster === undefined ? '' : ` (cluster ${error.cluster})`;
  const trace = error.code === 'INTERNAL' ? `\nRequest id: ${requestId}` : '';
  return {
    text: `Error ${error.code}${where}: ${error.message}\nHint: ${error.hint}${trace}`,
    artifact: { ok: false, operation, requestId, error: error.toJSON() },
  };
}
