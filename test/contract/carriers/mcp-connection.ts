import { ERROR_META_KEY } from '../../../src/adapters/mcp/error-meta-key.js';
import { failed, hungUp, objectOf } from './answer.js';
import type { CarriedAnswer, Connection, JsonObject, ListedOperation } from './carrier.js';
import type { McpSession } from './mcp-sessions.js';

/** A session as the contract sees it, whatever carried it. `close` ends what stands behind the session. */
export function mcpConnection(session: McpSession, close: () => Promise<void>): Connection {
  return {
    list: async () => (await session.listTools()).map(listed),
    call: async (name, input, { signal } = {}) => {
      try {
        return answerIn(await session.callTool(name, input, signal));
      } catch (thrown) {
        if (signal?.aborted === true) return hungUp(thrown);
        // A tool that does not exist is an error of the protocol, with the error of the library as its data.
        if (thrown instanceof Error && 'data' in thrown) return failed(thrown.data, `${thrown.message}\n${JSON.stringify(thrown.data)}`);
        throw thrown;
      }
    },
    read: async (name, input) => textIn(await session.callTool(name, input, undefined)),
    [Symbol.asyncDispose]: async () => {
      await session.close();
      await close();
    },
  };
}

function listed(tool: JsonObject): ListedOperation {
  const hints = objectOf(tool['annotations']);
  const changing = hints['destructiveHint'] === true ? 'destructive' : 'write';
  return {
    name: String(tool['name']),
    description: String(tool['description']),
    effect: hints['readOnlyHint'] === true ? 'read' : changing,
    input: objectOf(tool['inputSchema']),
    output: objectOf(tool['outputSchema']),
  };
}

/** What the model reads of a failure must say the same as the data beside it. */
function answerIn(result: JsonObject): CarriedAnswer {
  const everything = JSON.stringify(result);
  if (result['isError'] !== true) {
    const output = objectOf(result['structuredContent']);
    const { cluster } = output;
    return { ok: true, output, cluster: typeof cluster === 'string' ? cluster : undefined, everything };
  }
  const answer = failed(objectOf(result['_meta'])[ERROR_META_KEY], everything);
  const text = textIn(result);
  if (!answer.ok && text.startsWith(answer.code) && text.includes(answer.message) && text.includes(answer.hint)) return answer;
  throw new Error(`The text does not say what the data says: ${everything}`);
}

function textIn({ content }: JsonObject): string {
  return Array.isArray(content) ? content.map((part) => String(objectOf(part)['text'])).join('\n') : '';
}
