import { FleetError } from '../errors.js';
import { isRecord } from '../platform/plain-records.js';
import type { AllowRequest, LookUpKind } from './allow-request.js';
import { checkRawPath } from './api-path.js';
import type { ChannelConnection } from './channels.js';
import type { ClusterConnection } from './cluster-connection.js';
import { credentialFacts } from './credential-facts.js';
import type { ClusterDescriptor } from './descriptor.js';
import { getObject } from './get-object.js';
import { listResources } from './list-resources.js';
import { readLogs, streamLogs } from './read-logs.js';
import { resolvePath } from './resolve-path.js';
import type { ResourceTable } from './resource-table.js';
import { bearerToken } from './token-claims.js';
import type {
  ApiRequest,
  ApiResponse,
  CertificateFacts,
  ClusterSession,
  CredentialFacts,
  ListOptions,
  LocateOptions,
  LogOptions,
  LogStreamOptions,
  ResourceLocation,
  ResourceReference,
  ServedKinds,
} from './session.js';

/** What a view is made of. */
export interface SessionView {
  readonly cluster: ClusterDescriptor;
  readonly identity: string;
  readonly allow: AllowRequest | undefined;
  /** The connection to use now. @throws FleetError CLOSED, CLUSTER_UNKNOWN */
  readonly connection: () => Promise<ClusterConnection>;
  /** The same, if there already is one. */
  readonly known: () => ClusterConnection | undefined;
}

/** A light view on a pooled connection. Everything it does goes through `#permit`, so that no caller goes around the policy. */
export function openSession(view: SessionView): ClusterSession {
  return new PooledSession(view);
}

class PooledSession implements ClusterSession {
  readonly cluster: ClusterDescriptor;
  readonly identity: string;
  readonly #view: SessionView;

  constructor(view: SessionView) {
    this.cluster = view.cluster;
    this.identity = view.identity;
    this.#view = view;
  }

  async defaultNamespace(signal: AbortSignal): Promise<string> {
    return (await (await this.#view.connection()).settings(signal)).namespace;
  }

  async request(request: ApiRequest): Promise<ApiResponse> {
    return await (await this.#permit(request)).exchange(request);
  }

  async *stream(request: ApiRequest): AsyncIterable<Uint8Array> {
    yield* (await this.#permit(request)).stream(request);
  }

  async connect(request: ApiRequest, protocols: readonly string[]): Promise<ChannelConnection> {
    return await (await this.#permit(request)).connect(request, protocols);
  }

  async locate(resource: ResourceReference, options: LocateOptions): Promise<ResourceLocation> {
    const location = await resolvePath(this, (await this.#view.connection()).discovery, { ...options, resource });
    // A place that the policy closes is told before anything is done with it; a kind alone is no place.
    if (options.name !== undefined || options.namespace !== undefined) {
      await this.#permit({ path: location.path, signal: options.signal });
    }
    return location;
  }

  async kinds(signal: AbortSignal): Promise<ServedKinds> {
    return await (await this.#view.connection()).discovery.all((request) => this.request(request), signal);
  }

  async list(resource: ResourceReference, options: ListOptions): Promise<ResourceTable> {
    return await listResources(this, (await this.#view.connection()).discovery, resource, options);
  }

  async get(
    resource: ResourceReference,
    name: string,
    options: { readonly namespace?: string | undefined; readonly signal: AbortSignal },
  ): Promise<Record<string, unknown>> {
    return await getObject(this, (await this.#view.connection()).discovery, { ...options, resource, name });
  }

  async logs(options: LogOptions): Promise<string> {
    return await readLogs(this, options);
  }

  async *logStream(options: LogStreamOptions): AsyncIterable<Uint8Array> {
    yield* streamLogs(this, options);
  }

  certificates(): CertificateFacts {
    return this.#view.known()?.certificates() ?? {};
  }

  async credentialFacts(signal: AbortSignal): Promise<CredentialFacts> {
    return credentialFacts((await (await this.#view.connection()).credential(signal)).authentication);
  }

  async reviewToken(signal: AbortSignal): Promise<unknown> {
    const { authentication } = await (await this.#view.connection()).credential(signal);
    const token = bearerToken(authentication.headers);
    if (token === undefined) return undefined;
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
    const answer = (await this.request({ method: 'POST', path: '/apis/authentication.k8s.io/v1/tokenreviews', body, signal })).json();
    return isRecord(answer) && isRecord(answer['status']) ? answer['status'] : undefined;
  }

  /** Discovery asks by requests of this view; the policy lets those through without looking anything up. */
  readonly #lookUp: LookUpKind = async (apiVersion, plural, signal) =>
    await (await this.#view.connection()).discovery.ofPlural(apiVersion, plural, (request) => this.request(request), signal);

  async #permit(request: ApiRequest): Promise<ClusterConnection> {
    try {
      checkRawPath(request.path);
    } catch (thrown) {
      throw FleetError.isInstance(thrown) ? thrown.withCluster(this.cluster.name) : thrown;
    }
    const refused = await this.#view.allow?.(request, this.#lookUp);
    if (refused !== undefined) throw refused.withCluster(this.cluster.name);
    return await this.#view.connection();
  }
}
