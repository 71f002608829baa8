import type { Prompt } from '@modelcontextprotocol/server';
import type { Fleet } from '../../../index.js';
import type { Exchange } from '../surface.js';

/** On whose behalf a prompt collects, and from what. */
export interface PromptContext {
  readonly fleet: Fleet;
  readonly exchange: Exchange;
}

/** A prompt that arrives with its data already collected, so that the model starts from facts. */
export interface PromptDefinition {
  readonly prompt: Prompt;
  /** Offered to those who may use this operation, which collects the data. */
  readonly operation: string;
  /** The text of its one message. Arguments are those that the prompt names; the required ones are there. */
  readonly text: (input: Readonly<Record<string, string>>, context: PromptContext) => Promise<string>;
}
