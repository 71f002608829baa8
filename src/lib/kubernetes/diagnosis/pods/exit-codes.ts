import type { EndedRun } from './container-facts.js';

/** What exit codes mean by the conventions of shells and container runtimes. */
const MEANINGS: Readonly<Record<number, string>> = {
  0: 'the program ends by itself without an error, and the restart policy starts it again: it may lack a command that keeps running',
  1: 'the program reports an error of its own: its log says which',
  2: 'the program reports wrong usage, or a shell met wrong syntax: look at command and args',
  126: 'the command is there and cannot be executed: look at its file mode and its architecture',
  127: 'the command was not found in the image: look at command, args and the image',
  128: 'the runtime could not start the command',
  132: 'SIGILL: the program uses instructions that this processor does not have',
  134: 'SIGABRT: the program gave up by itself, as after a failed assertion',
  135: 'SIGBUS: an access to memory that is not there, as of a file that was cut',
  136: 'SIGFPE: an arithmetic error of the program',
  137: 'SIGKILL without an OOM report: a failed liveness or startup probe, a program that did not end within its grace period, or the kernel of a node without memory',
  139: 'SIGSEGV: the program touched memory that is not its own',
  143: 'SIGTERM: it was asked to end, as by a failed liveness probe, a rollout or a node that shuts down',
  255: 'the program ended with -1, or the node lost track of it',
};

/** What the end of a run means. */
export function meaningOfEnd({ exitCode, reason }: EndedRun): string {
  if (reason === 'OOMKilled') return 'it used more memory than its limit (or the node had none left) and was killed';
  return (
    MEANINGS[exitCode] ??
    (exitCode > 128 && exitCode < 160 ? `signal ${exitCode - 128} ended it` : 'the program reports an error of its own: its log says which')
  );
}
