import type { CarriedAnswer, CarriedCallOptions, Carrier, Connection, JsonObject } from '../carriers/carrier.js';
import { connectProgram } from '../carriers/sdk.js';
import { openWorld, type FleetKind, type World } from './world.js';

/** One carrier on its world. Each fleet is connected to once, when first needed. */
export class Stage implements AsyncDisposable {
  readonly world: World;
  readonly carrier: Carrier;
  readonly #connections = new Map<string, Promise<Connection>>();

  private constructor(world: World, carrier: Carrier) {
    this.world = world;
    this.carrier = carrier;
  }

  static async open(carrier: Carrier): Promise<Stage> {
    return new Stage(await openWorld(), carrier);
  }

  connection(kind: FleetKind): Promise<Connection> {
    return this.#once(kind, () => this.carrier.connect(this.world.settings[kind]));
  }

  /** The same fleet through the library, as a caller that keeps what this carrier keeps. */
  library(kind: FleetKind): Promise<Connection> {
    const { auditLog: _ofTheCarrier, ...settings } = this.world.settings[kind];
    return this.#once(`library ${kind}`, async () => connectProgram(settings, { stateful: this.carrier.keepsSession }));
  }

  /** A call whose answer holds no secret, or it fails. */
  async call(kind: FleetKind, name: string, input: JsonObject, options?: CarriedCallOptions): Promise<CarriedAnswer> {
    const answer = await (await this.connection(kind)).call(name, input, options);
    this.refuseSecrets(answer.everything);
    return answer;
  }

  async read(kind: FleetKind, name: string, input: JsonObject): Promise<string> {
    const text = await (await this.connection(kind)).read(name, input);
    this.refuseSecrets(text);
    return text;
  }

  refuseSecrets(text: string): void {
    for (const secret of this.world.secrets) {
      const at = text.indexOf(secret);
      if (at !== -1) throw new Error(`A secret left: …${text.slice(Math.max(0, at - 200), at + secret.length)}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = await Promise.allSettled(this.#connections.values());
    await Promise.all(opened.map(async (one) => one.status === 'fulfilled' && one.value[Symbol.asyncDispose]()));
    await this.world[Symbol.asyncDispose]();
  }

  #once(key: string, open: () => Promise<Connection>): Promise<Connection> {
    const known = this.#connections.get(key) ?? open();
    this.#connections.set(key, known);
    return known;
  }
}
