import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { createFleet, operationSchemas, toFleetError, type Caller, type Fleet, type FleetConfigInput } from '../../../src/index.js';
import { failed } from './answer.js';
import type { Carrier, ChangingConnection } from './carrier.js';
import { offerSample } from './sample-operation.js';

/** A program that imports the library. */
export const sdk: Carrier = {
  name: 'SDK',
  keepsSession: true,
  connect: async (settings) => connectProgram(settings, { stateful: true }),
  connectChanging: async (settings) => connectProgram(settings, { stateful: true }),
};

/** The library itself; what the other carriers are compared with. */
export function connectProgram(settings: FleetConfigInput, { stateful }: Pick<Caller, 'stateful'>): ChangingConnection {
  const fleet = createFleet(settings);
  const caller: Caller = { id: `contract:${randomUUID()}`, stateful };
  return {
    list: async () =>
      fleet.operations.list().map((operation) => {
        const { name, description, effect } = operation;
        return { name, description, effect, ...operationSchemas(operation) };
      }),
    call: async (operation, input, { signal } = {}) => {
      try {
        const result = await fleet.call({ operation, input, caller, signal });
        const everything = `${JSON.stringify(result)}\n${result.text()}`;
        return { ok: true, output: result.output, cluster: result.cluster, everything };
      } catch (thrown) {
        // With its causes and their members, as a program would log it.
        return failed(toFleetError(thrown).toJSON(), inspect(thrown, { depth: 12, maxStringLength: Infinity }));
      }
    },
    read: async (operation, input) => (await fleet.call({ operation, input, caller })).text(),
    offerSample: async (offered) => {
      offerSample(fleet, offered);
    },
    listen: async () => ({ told: toldBy(fleet) }),
    [Symbol.asyncDispose]: () => fleet.close(),
  };
}

/** Resolves when a fleet says that its operations changed. */
export function toldBy(fleet: Fleet): Promise<void> {
  return new Promise((resolve) => {
    fleet.once('operations-changed', () => {
      resolve();
    });
  });
}
