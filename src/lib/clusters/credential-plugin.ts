import { isAbsolute, resolve } from 'node:path';
import { FleetError } from '../errors.js';
import { CHILD_ENVIRONMENT_BASE, childEnvironment } from '../platform/environment.js';
import { redactText } from '../platform/redact.js';
import { findProgram, runCommand, type CommandResult } from '../platform/run-command.js';
import { SharedTask } from '../platform/shared-task.js';
import type { ConnectionSettings, ExecCredentialPlugin } from './connection.js';
import { parseExecCredential, type PluginCredential } from './credential-plugin-answer.js';

export type { PluginCredential } from './credential-plugin-answer.js';

const DEFAULT_TIMEOUT_MS = 30_000;
/** Renewed this long before the end, so that no request carries a credential that ends on its way. */
const SKEW_MS = 60_000;

/** What plugins of the known platforms read besides the base. The plugin's own `env` section comes on top. */
const PLUGIN_ENVIRONMENT = [
  ...CHILD_ENVIRONMENT_BASE,
  ...[
    'KUBECONFIG',
    'AWS_*',
    'GOOGLE_*',
    'CLOUDSDK_*',
    'AZURE_*',
    'AAD_*',
    'OCI_*',
    'TELEPORT_*',
    'TSH_*',
    'KUBELOGIN_*',
    'VAULT_*',
    'SSH_AUTH_SOCK',
    'DBUS_SESSION_BUS_ADDRESS',
    'GNUPGHOME',
  ],
];

/** A client-go credential plugin: run when needed, once for all who wait, kept until shortly before its credential ends. */
export class CredentialPlugin {
  readonly #plugin: ExecCredentialPlugin;
  readonly #settings: ConnectionSettings;
  readonly #cluster: string;
  readonly #timeoutMs: number;
  readonly #task = new SharedTask<PluginCredential>();
  #kept: PluginCredential | undefined;
  #keepUntil = 0;

  constructor(plugin: ExecCredentialPlugin, settings: ConnectionSettings, cluster: string, timeoutMs = DEFAULT_TIMEOUT_MS) {
    this.#plugin = plugin;
    this.#settings = settings;
    this.#cluster = cluster;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws FleetError CREDENTIAL_PLUGIN_MISSING, CREDENTIAL_PLUGIN_TIMEOUT, CREDENTIAL_PLUGIN_FAILED */
  async credential(signal: AbortSignal): Promise<PluginCredential> {
    if (this.#kept !== undefined && Date.now() < this.#keepUntil) return this.#kept;
    return await this.#task.run((shared) => this.#run(shared), signal);
  }

  /** The cluster refused the credential: the next call runs the plugin. */
  forget(): void {
    this.#kept = undefined;
  }

  async #run(signal: AbortSignal): Promise<PluginCredential> {
    const environment = childEnvironment(PLUGIN_ENVIRONMENT, { ...this.#plugin.environment, KUBERNETES_EXEC_INFO: this.#execInfo() });
    const program = await this.#locate(environment['PATH'] ?? '');
    const result = await runCommand(program, this.#plugin.arguments, {
      environment,
      signal,
      timeoutMs: this.#timeoutMs,
      maxOutputBytes: 1024 * 1024,
    });
    const output = this.#succeeded(result);
    const answer = parseExecCredential(output);
    if (typeof answer === 'string') throw this.#failure('CREDENTIAL_PLUGIN_FAILED', `printed no credential: ${answer}`, result);
    const remaining = answer.expiresAt === undefined ? Number.POSITIVE_INFINITY : answer.expiresAt - Date.now();
    this.#kept = answer;
    this.#keepUntil = Date.now() + remaining - Math.min(SKEW_MS, Math.max(0, remaining) / 10);
    return answer;
  }

  async #locate(searchPath: string): Promise<string> {
    const { command, baseDirectory, installHint } = this.#plugin;
    const named = /[/\\]/.test(command) && !isAbsolute(command) ? resolve(baseDirectory ?? '.', command) : command;
    const found = await findProgram(named, searchPath);
    if (found !== undefined) return found;
    throw new FleetError(
      'CREDENTIAL_PLUGIN_MISSING',
      `The kubeconfig of cluster "${this.#cluster}" needs the credential plugin "${command}", which is not installed here.`,
      {
        cluster: this.#cluster,
        hint: installHint === undefined || installHint.trim() === '' ? undefined : installHint.trim(),
        details: { command },
      },
    );
  }

  #succeeded(result: CommandResult): string {
    if (result.aborted)
      throw new FleetError('CANCELLED', `The call was cancelled while the credential plugin of cluster "${this.#cluster}" ran.`, {
        cluster: this.#cluster,
      });
    if (result.timedOut)
      throw this.#failure('CREDENTIAL_PLUGIN_TIMEOUT', `did not finish within ${String(this.#timeoutMs / 1000)} s and was stopped`, result);
    if (result.exitCode !== 0)
      throw this.#failure(
        'CREDENTIAL_PLUGIN_FAILED',
        result.exitCode === undefined ? 'could not run' : `ended with exit code ${String(result.exitCode)}`,
        result,
      );
    return result.stdout;
  }

  #failure(code: 'CREDENTIAL_PLUGIN_FAILED' | 'CREDENTIAL_PLUGIN_TIMEOUT', what: string, result: CommandResult): FleetError {
    const said = redactText(result.stderr.trim().slice(-500));
    return new FleetError(
      code,
      `The credential plugin "${this.#plugin.command}" of cluster "${this.#cluster}" ${what}.${said === '' ? '' : ` It said: ${said}`}`,
      {
        cluster: this.#cluster,
        details: { command: this.#plugin.command, exitCode: result.exitCode, durationMs: result.durationMs },
      },
    );
  }

  #execInfo(): string {
    const { server, certificateAuthority, insecureSkipTlsVerify, tlsServerName, proxyUrl } = this.#settings;
    const cluster = {
      server,
      ...(tlsServerName === undefined ? {} : { 'tls-server-name': tlsServerName }),
      ...(insecureSkipTlsVerify === true ? { 'insecure-skip-tls-verify': true } : {}),
      ...(certificateAuthority === undefined ? {} : { 'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64') }),
      ...(proxyUrl === undefined ? {} : { 'proxy-url': proxyUrl }),
    };
    return JSON.stringify({
      kind: 'ExecCredential',
      apiVersion: this.#plugin.apiVersion,
      spec: { interactive: false, ...(this.#plugin.provideClusterInfo ? { cluster } : {}) },
    });
  }
}
