import { FleetError } from '../../errors.js';
import { nodeCrypto } from '../../platform/node-modules.js';
import { isRecord, parseJson } from '../../platform/plain-records.js';
import { SharedTask } from '../../platform/shared-task.js';
import { listNamedClusters } from './list-named-clusters.js';
import { listRancherClusters } from './list-clusters.js';
import { parseRancherCluster, type RancherCluster } from './rancher-cluster.js';
import { rancherFailure } from './rancher-failure.js';
import { RancherHttp, type RancherAnswer, type RancherRequest, type Trust } from './rancher-http.js';
import { rancherBase, rancherName, type RancherServer } from './rancher-server.js';
import { readToken } from './rancher-tokens.js';
import { tokenName, type RancherTokenFacts } from './token-facts.js';

/** A client of the API of one Rancher, as far as a fleet needs it. Opens nothing before its first request. */
export class RancherClient {
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly #server: RancherServer;
  readonly #http: RancherHttp;
  readonly #finding = new SharedTask<Trust>();
  #trusted: Trust | undefined;

  constructor(server: RancherServer) {
    this.#server = server;
    this.name = rancherName(server);
    this.url = rancherBase(server.url).href.replace(/\/$/, '');
    this.#http = new RancherHttp(server);
  }

  /**
   * Every cluster that the token may see; with a token that may not list, those of `clusterIds`.
   * @throws FleetError UNAUTHORIZED, TLS_FAILED, SOURCE_FAILED…
   */
  async clusters(signal: AbortSignal): Promise<readonly RancherCluster[]> {
    try {
      return await listRancherClusters(this, signal);
    } catch (thrown) {
      if (!FleetError.isInstance(thrown) || thrown.code !== 'UNAUTHORIZED') throw thrown;
      const { clusterIds: ids = [] } = this.#server;
      return listNamedClusters({ ids, ask: (id) => this.cluster(id, signal) }, thrown);
    }
  }

  /** One cluster by its id. A token that is scoped to one cluster may see this, but no list. @throws FleetError NOT_FOUND… */
  async cluster(id: string, signal: AbortSignal): Promise<RancherCluster> {
    const what = `show its cluster ${id}`;
    const answer = await this.send({ path: `/v3/clusters/${encodeURIComponent(id)}`, signal });
    const cluster = answer.status === 200 ? parseRancherCluster(parseJson(answer.text)) : undefined;
    if (cluster === undefined) throw rancherFailure(this.name, what, answer);
    return cluster;
  }

  /** What Rancher knows of the token in use: when it ends, whose it is. Undefined where it does not tell. @throws FleetError */
  async tokenFacts(signal: AbortSignal): Promise<RancherTokenFacts | undefined> {
    return readToken(this, tokenName(await this.token(signal)), signal);
  }

  /** `v2.8.15`; undefined where it is not told (before 2.7). */
  async version(signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.send({ path: '/rancherversion', authenticated: false, signal });
    const body = answer.status === 200 ? parseJson(answer.text) : undefined;
    return isRecord(body) && typeof body['Version'] === 'string' ? body['Version'] : undefined;
  }

  /**
   * The kubeconfig that Rancher makes for one cluster, unchecked. Mints a new token on the server with every call.
   * @throws FleetError
   */
  async generateKubeconfig(id: string, signal: AbortSignal): Promise<string> {
    const path = `/v3/clusters/${encodeURIComponent(id)}`;
    const answer = await this.send({ method: 'POST', path, query: { action: 'generateKubeconfig' }, body: {}, signal });
    const body = answer.status === 200 ? parseJson(answer.text) : undefined;
    if (!isRecord(body) || typeof body['config'] !== 'string') throw rancherFailure(this.name, `make a kubeconfig for ${id}`, answer);
    return body['config'];
  }

  /** The value of a setting, such as `server-url`; undefined where there is none, or where the token may not see it. @throws FleetError */
  async setting(name: string, signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.send({ path: `/v3/settings/${encodeURIComponent(name)}`, signal });
    if (answer.status === 404 || answer.status === 403) return undefined;
    const body = answer.status === 200 ? parseJson(answer.text) : undefined;
    if (!isRecord(body)) throw rancherFailure(this.name, `show its setting ${name}`, answer);
    return typeof body['value'] === 'string' && body['value'] !== '' ? body['value'] : undefined;
  }

  /** The token in use, as clusters behind Rancher accept it. */
  async token(signal: AbortSignal): Promise<string> {
    return this.#server.token(signal);
  }

  /** How its certificate is judged: what kubeconfigs that lead to it have to say. @throws FleetError TLS_FAILED */
  async trust(signal: AbortSignal): Promise<Trust> {
    this.#trusted ??= await this.#finding.run((shared) => this.#findTrust(shared), signal);
    return this.#trusted;
  }

  /** Any request, over its connections. @throws FleetError for what fails below HTTP */
  async send(request: RancherRequest): Promise<RancherAnswer> {
    return this.#http.send(request, await this.trust(request.signal));
  }

  close(): void {
    this.#http.close();
  }

  async #findTrust(signal: AbortSignal): Promise<Trust> {
    const { certificateAuthority: ca, certificateChecksum: checksum, insecure = false } = this.#server;
    if (ca !== undefined || checksum === undefined) return { insecure: insecure && ca === undefined, ...(ca === undefined ? {} : { ca }) };
    // The one request whose server is not known yet: it carries no token, and what comes is used only if it is what was expected.
    const answer = await this.#http.send({ path: '/v3/settings/cacerts', authenticated: false, signal }, { insecure: true });
    const body = answer.status === 200 ? parseJson(answer.text) : undefined;
    const value = isRecord(body) && typeof body['value'] === 'string' ? body['value'] : '';
    if (value === '' || !sha256sOf(value).includes(checksum.toLowerCase())) {
      throw new FleetError('TLS_FAILED', `The authority that Rancher "${this.name}" gives is not the one with the configured checksum.`, {
        hint: 'Compare ca_checksum with the SHA-256 of the setting cacerts as Rancher shows it. If Rancher did not change it, somebody else answers.',
      });
    }
    return { ca: value, insecure: false };
  }
}

/** Rancher's own scripts take the sum of the text with a line end after it. */
function sha256sOf(text: string): string[] {
  return [text, `${text.trimEnd()}\n`, text.trimEnd()].map((each) => nodeCrypto().createHash('sha256').update(each).digest('hex'));
}
