import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createRestHandler, type RestOptions } from '../../../src/adapters/rest/index.js';
import { createFleet, type Fleet, type FleetConfigInput } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { startKubelet, type TestKubelet } from '../../support/kubelet.js';
import { openExec, type ExecClient, type ExecQuestion } from './exec-client.js';

const VERSIONS = { legacy: '1.24', current: 'current' } as const;
export type ClusterName = keyof typeof VERSIONS;

/** Clusters whose pods run commands, and one HTTP server over them at a time. */
export class ExecStage {
  readonly #local: LocalFleet;
  readonly #kubelets: ReadonlyMap<ClusterName, TestKubelet>;
  #serving: HttpServing | undefined;
  fleet: Fleet;

  private constructor(local: LocalFleet, kubelets: ReadonlyMap<ClusterName, TestKubelet>) {
    this.#local = local;
    this.#kubelets = kubelets;
    this.fleet = createFleet();
  }

  static async start(names: readonly ClusterName[]): Promise<ExecStage> {
    const local = await startLocalFleet({
      clusters: names.map((name) => ({ name, version: VERSIONS[name], nodes: 0, controllers: false })),
    });
    const kubelets = new Map<ClusterName, TestKubelet>();
    for (const name of names) kubelets.set(name, await startKubelet(local.cluster(name)));
    return new ExecStage(local, kubelets);
  }

  /** A new fleet, for one test. */
  async begin(config: FleetConfigInput = {}): Promise<void> {
    await this.end();
    this.fleet = createFleet({ kubeconfigDir: this.#local.kubeconfigDirectory, ...config });
  }

  async end(): Promise<void> {
    await this.#serving?.close();
    this.#serving = undefined;
    await this.fleet.close();
  }

  async close(): Promise<void> {
    await this.end();
    for (const kubelet of this.#kubelets.values()) await kubelet[Symbol.asyncDispose]();
    await this.#local.close();
  }

  /** Starts the server, with interactive commands unless `exec` says otherwise, and gives its URL. */
  async serve(options: RestOptions = {}, closeTimeoutMs = 5000): Promise<string> {
    const rest = createRestHandler(this.fleet, { exec: {}, ...options });
    this.#serving = await serveHttp(this.fleet, { port: 0, handlers: [rest], closeTimeoutMs });
    return this.#serving.url;
  }

  /** Ends the server as SIGTERM does. */
  async stopServing(): Promise<void> {
    await this.#serving?.close();
  }

  kubelet(cluster: ClusterName): TestKubelet {
    const kubelet = this.#kubelets.get(cluster);
    if (kubelet === undefined) throw new Error(`${cluster} was not started.`);
    return kubelet;
  }

  pathOf(cluster: ClusterName, command: readonly string[], more: Readonly<Record<string, string>> = {}): string {
    const query = new URLSearchParams(more);
    for (const word of command) query.append('command', word);
    return `/v1/clusters/${cluster}/namespaces/default/pods/${this.kubelet(cluster).pod}/exec?${query.toString()}`;
  }

  async open(
    cluster: ClusterName,
    command: readonly string[],
    more: Readonly<Record<string, string>> = {},
    question: ExecQuestion = {},
  ): Promise<ExecClient> {
    return openExec(`${this.#serving?.url ?? (await this.serve())}${this.pathOf(cluster, command, more)}`, question);
  }
}
