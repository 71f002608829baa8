/** The command line cannot be understood. The message says what was meant to be there. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The command whose `--help` explains it, for example `config check`. */
  readonly command: string | undefined;

  constructor(message: string, command?: string) {
    super(message);
    this.command = command;
  }
}
