import type { FleetConfigInput } from '../../../src/index.js';

/** A JSON object: an input, an output, a schema. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One operation as a carrier lists it. */
export interface ListedOperation {
  readonly name: string;
  readonly description: string;
  /** In the words of the library, whatever words the carrier has. */
  readonly effect: string;
  readonly input: JsonObject;
  /** Absent where a carrier lists none. */
  readonly output?: JsonObject;
}

/** What a call gave its caller. `everything` is all that reached it, as text: no secret may stand there. */
export type CarriedAnswer =
  | {
      readonly ok: true;
      readonly output: JsonObject;
      /** The cluster that answered; undefined for operations on none or several. */
      readonly cluster: string | undefined;
      readonly everything: string;
    }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly hint: string;
      readonly cluster: string | undefined;
      readonly everything: string;
    };

export interface CarriedCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A caller that is connected to one fleet. */
export interface Connection extends AsyncDisposable {
  /** What is offered now. */
  list(): Promise<readonly ListedOperation[]>;
  /** Runs one operation, also one that is not listed. Failures are answers. */
  call(name: string, input: JsonObject, options?: CarriedCallOptions): Promise<CarriedAnswer>;
  /** The text of a successful answer, as people and models read it. */
  read(name: string, input: JsonObject): Promise<string>;
}

/** A connection whose fleet can be given one more operation (sample-operation.ts), and lose it again. */
export interface ChangingConnection extends Connection {
  offerSample(offered: boolean): Promise<void>;
  /** Resolves when the caller listens; `told` resolves with the next notice. Absent where callers look again by themselves. */
  listen?(): Promise<{ readonly told: Promise<void> }>;
}

/** One way from a caller to a fleet: everything that the contract suite knows of it. */
export interface Carrier {
  readonly name: string;
  /** Keeps the cluster that a caller chose between its calls. */
  readonly keepsSession: boolean;
  readonly connect: (settings: FleetConfigInput) => Promise<Connection>;
  /** Absent where nothing stays open between two calls. */
  readonly connectChanging?: (settings: FleetConfigInput) => Promise<ChangingConnection>;
}
