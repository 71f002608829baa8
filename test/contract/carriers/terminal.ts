import { runProgram, startProgram, type ProgramEnd } from '../../adapters/cli/run-program.js';
import { objectOf } from './answer.js';
import type { CarriedAnswer, Carrier, JsonObject, ListedOperation } from './carrier.js';
import { writeConfigFile } from './config-file.js';

/** A person or a script at a terminal: one process per call. */
export const terminal: Carrier = {
  name: 'terminal',
  keepsSession: false,
  connect: async (settings) => {
    const config = await writeConfigFile(settings);
    const configured = ['--config', config.path];
    return {
      list: async () => {
        const end = await runProgram(['tools', '--output', 'json', ...configured]);
        const tools: unknown = JSON.parse(end.stdout);
        return Array.isArray(tools) ? tools.map((tool) => listed(objectOf(tool))) : [];
      },
      call: async (name, input, { signal } = {}) => {
        const program = await startProgram(['call', name, '--json', '-', '--output', 'json', ...configured]);
        program.child.stdin.on('error', () => undefined).end(JSON.stringify(input));
        signal?.addEventListener('abort', () => program.child.kill('SIGINT'), { once: true });
        return answerIn(await program.ended);
      },
      read: async (name, input) =>
        (await runProgram(['call', name, '--json', '-', ...configured], { input: JSON.stringify(input) })).stdout,
      [Symbol.asyncDispose]: () => config[Symbol.asyncDispose](),
    };
  },
};

function listed(tool: JsonObject): ListedOperation {
  const { name, description, effect, input_schema: input, output_schema: output } = tool;
  return { name: String(name), description: String(description), effect: String(effect), input: objectOf(input), output: objectOf(output) };
}

const INTERRUPTED = 130;
/** `error CODE (cluster NAME): message`, then the hint. */
const FAILURE = /^error ([A-Z_]+)(?: \(cluster ([^)]+)\))?: ([\s\S]*)\nhint: (.+)\n/m;

function answerIn({ status, stdout, stderr }: ProgramEnd): CarriedAnswer {
  const everything = `${stdout}\n${stderr}`;
  // A fleet-wide answer in which clusters failed ends with 1, and is an answer.
  if (stdout !== '') {
    const output = objectOf(JSON.parse(stdout));
    return { ok: true, output, cluster: clusterIn(output), everything };
  }
  if (status === INTERRUPTED) {
    return { ok: false, code: 'CANCELLED', message: stderr, hint: 'Interrupted', cluster: undefined, everything };
  }
  const [, code = 'NONE', cluster, message = everything, hint = ''] = FAILURE.exec(stderr) ?? [];
  return { ok: false, code, message, hint, cluster, everything };
}

/** Answers of one cluster name it first. */
function clusterIn(output: JsonObject): string | undefined {
  return typeof output['cluster'] === 'string' ? output['cluster'] : undefined;
}
