import type { OutgoingHttpHeaders } from 'node:http';
import { SharedTask } from '../platform/shared-task.js';
import { authentication, type Authentication } from './authentication.js';
import type { ConnectionSettings } from './connection.js';
import { tokenExpiry } from './credential-expiry.js';
import { CredentialFile } from './credential-file.js';
import { CredentialPlugin, type PluginCredential } from './credential-plugin.js';
import { authProviderHeaders } from './session-kube-config.js';
import type { ClientCertificate } from './tls-options.js';

/** What a credential is made of at one moment; compared to know whether it changed. */
interface Snapshot {
  readonly token: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly plugin: PluginCredential | undefined;
  readonly headers: OutgoingHttpHeaders | undefined;
}

/** The credential of one identity: kept while it is good, renewed once for all who need it, without stopping calls in flight. */
export class Credentials {
  readonly #settings: ConnectionSettings;
  readonly #cluster: string;
  readonly #tokenFile: CredentialFile | undefined;
  readonly #certificateFile: CredentialFile | undefined;
  readonly #keyFile: CredentialFile | undefined;
  readonly #plugin: CredentialPlugin | undefined;
  readonly #fixed: boolean;
  readonly #renewal = new SharedTask<Authentication>();
  #snapshot: Snapshot | undefined;
  #current: Authentication | undefined;

  constructor(settings: ConnectionSettings, cluster: string, pluginTimeoutMs?: number) {
    const { credential } = settings;
    const file = (path: string | undefined): CredentialFile | undefined =>
      path === undefined ? undefined : new CredentialFile(path, cluster);
    this.#settings = settings;
    this.#cluster = cluster;
    this.#tokenFile = file(credential.tokenFile);
    this.#certificateFile = file(credential.clientCertificateFile);
    this.#keyFile = file(credential.clientKeyFile);
    const named = credential.token !== undefined || credential.tokenFile !== undefined || credential.username !== undefined;
    this.#plugin =
      credential.exec === undefined || named ? undefined : new CredentialPlugin(credential.exec, settings, cluster, pluginTimeoutMs);
    const moving = [this.#tokenFile, this.#certificateFile, this.#keyFile, this.#plugin, credential.authProvider];
    this.#fixed = moving.every((part) => part === undefined);
  }

  /** The credential to use now. The same object comes back until something changed. */
  async current(signal: AbortSignal): Promise<Authentication> {
    if (this.#fixed && this.#current !== undefined) return this.#current;
    return await this.#read(false, signal);
  }

  /**
   * Called with a credential that the cluster refused (401): reads it again, once for all concurrent callers.
   * Undefined when this kind of credential cannot change.
   */
  async renew(refused: Authentication, signal: AbortSignal): Promise<Authentication | undefined> {
    if (this.#fixed) return undefined;
    if (this.#current !== undefined && this.#current !== refused) return this.#current;
    return await this.#renewal.run(async (shared) => {
      this.#plugin?.forget();
      this.#snapshot = undefined;
      return await this.#read(true, shared);
    }, signal);
  }

  async #read(again: boolean, signal: AbortSignal): Promise<Authentication> {
    const { credential } = this.#settings;
    const snapshot: Snapshot = {
      token: this.#tokenFile === undefined ? credential.token : await this.#tokenFile.read(again),
      certificate: this.#certificateFile === undefined ? credential.clientCertificate : await this.#certificateFile.read(again),
      key: this.#keyFile === undefined ? credential.clientKey : await this.#keyFile.read(again),
      plugin: await this.#plugin?.credential(signal),
      headers: credential.authProvider === undefined ? undefined : await authProviderHeaders(this.#settings, this.#cluster),
    };
    if (this.#current === undefined || this.#snapshot === undefined || !same(this.#snapshot, snapshot)) {
      this.#current = this.#compose(snapshot);
      this.#snapshot = snapshot;
    }
    return this.#current;
  }

  #compose(snapshot: Snapshot): Authentication {
    const { username, password, impersonate } = this.#settings.credential;
    const token = snapshot.token ?? snapshot.plugin?.token;
    return authentication(
      {
        token,
        basic: username === undefined ? undefined : { username, password: password ?? '' },
        certificate: pair(snapshot.certificate, snapshot.key) ?? snapshot.plugin?.certificate,
        expiresAt: snapshot.plugin?.expiresAt ?? (token === undefined ? undefined : tokenExpiry(token)),
        headers: snapshot.headers,
        impersonate,
      },
      this.#cluster,
    );
  }
}

function pair(certificate: string | undefined, key: string | undefined): ClientCertificate | undefined {
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

function same(left: Snapshot, right: Snapshot): boolean {
  return (
    left.token === right.token &&
    left.certificate === right.certificate &&
    left.key === right.key &&
    left.plugin === right.plugin &&
    left.headers?.['authorization'] === right.headers?.['authorization']
  );
}
