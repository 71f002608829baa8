import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputFromFlags, inputFromJson } from '../../../src/adapters/cli/call-input.js';
import { CONFIG_OPTIONS } from '../../../src/adapters/cli/config-options.js';
import { parametersOf, flagName } from '../../../src/adapters/cli/operation-parameters.js';
import { defineOperation, TOOLSETS } from '../../../src/index.js';

const operation = defineOperation({
  name: 'things_change',
  title: 'Change things',
  description: 'For these tests.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  input: z.object({
    name: z.string(),
    labelSelector: z.string().optional(),
    show_details: z.boolean().optional(),
    tail: z.int().optional(),
    share: z.number().optional(),
    command: z.array(z.string()).optional(),
    ports: z.array(z.int()).optional(),
    resource: z.record(z.string(), z.unknown()).optional(),
    target: z.union([z.int(), z.string()]).optional(),
    propagation: z.enum(['Foreground', 'Background']).optional(),
    anything: z.unknown().optional(),
  }),
  output: z.object({}),
  handler: async () => ({}),
});

function input(...flags: readonly (readonly [string, string?])[]): Record<string, unknown> {
  return inputFromFlags(
    operation,
    flags.map(([name, value]) => ({ name, value })),
    Object.keys(CONFIG_OPTIONS),
  );
}

test.each([
  [[['name', 'web']], { name: 'web' }],
  [[['name', '']], { name: '' }],
  [[['name', '42']], { name: '42' }],
  [[['label-selector', 'app=web,tier!=cache']], { labelSelector: 'app=web,tier!=cache' }],
  [[['labelSelector', 'app=web']], { labelSelector: 'app=web' }],
  [[['show-details']], { show_details: true }],
  [[['show_details', 'false']], { show_details: false }],
  [[['no-show-details']], { show_details: false }],
  [[['tail', '-5']], { tail: -5 }],
  [[['share', '0.5']], { share: 0.5 }],
  [[['command', 'ls,-la']], { command: ['ls', '-la'] }],
  [
    [
      ['command', 'sh'],
      ['command', '-c'],
      ['command', 'echo a,b'],
    ],
    { command: ['sh', '-c', 'echo a,b'] },
  ],
  [[['command', '["echo","a,b"]']], { command: ['echo', 'a,b'] }],
  [[['ports', '80, 443']], { ports: [80, 443] }],
  [[['resource', '{"kind":"Pod"}']], { resource: { kind: 'Pod' } }],
  [[['target', '8080']], { target: 8080 }],
  [[['target', 'http']], { target: 'http' }],
  [[['propagation', 'Background']], { propagation: 'Background' }],
  [[['anything', '{"a":1}']], { anything: { a: 1 } }],
  [[['anything', 'plain']], { anything: 'plain' }],
  [
    [
      ['cluster', 'prod-1'],
      ['name', 'web'],
    ],
    { cluster: 'prod-1', name: 'web' },
  ],
] as [[string, string?][], object][])('%j is %j', (flags, expected) => {
  expect(input(...flags)).toEqual(expected);
});

test.each([
  [[['tail', 'ten']], '--tail is a whole number, not "ten"'],
  [[['tail', '1.5']], '--tail is a whole number'],
  [[['tail', '1e3']], '--tail is a whole number'],
  [[['tail', '99999999999999999999']], '--tail is a whole number'],
  [[['tail', '']], '--tail is a whole number'],
  [[['tail']], '--tail needs a value (integer)'],
  [[['share', 'half']], '--share is a number, not "half"'],
  [[['show-details', 'yes']], '--show-details is true or false, not "yes"'],
  [[['no-show-details', 'true']], 'has no parameter --no-show-details'],
  [[['name']], '--name needs a value (string)'],
  [
    [
      ['name', 'a'],
      ['name', 'b'],
    ],
    '--name is given more than once',
  ],
  [[['ports', '80,http']], '--ports is a whole number, not "http"'],
  [[['resource', 'kind: Pod']], '--resource is a JSON object, and this is not JSON'],
  [[['resource', '[1]']], '--resource is a JSON object'],
  [[['resource', 'null']], '--resource is a JSON object'],
  [[['contxt', 'x']], 'things_change has no parameter --contxt'],
  [[['clutser', 'x']], 'Did you mean "--cluster"?'],
  [[['kubeconfig-dri', 'x']], 'Did you mean "--kubeconfig-dir"?'],
  [[['__proto__', 'x']], 'has no parameter --__proto__'],
] as [[string, string?][], string][])('%j is refused: %s', (flags, message) => {
  expect(() => input(...flags)).toThrow(message);
});

test('JSON input is an object, and what is wrong with it is told without showing it', () => {
  expect(inputFromJson('{"name":"web"}')).toEqual({ name: 'web' });
  expect(() => inputFromJson('')).toThrow('The input is not JSON');
  expect(() => inputFromJson('{"name":')).toThrow('The input is not JSON');
  for (const json of ['[]', 'null', '"x"', '1']) expect(() => inputFromJson(json)).toThrow('must be a JSON object');
  expect(() => inputFromJson('{"password": hunter2}')).toThrow(/^(?=.*not JSON)(?!.*hunter2)/);
});

test('no parameter of any operation is hidden by an option of `call`', () => {
  // `output` is both: what is no format of the terminal is handed on (call.test.ts).
  const taken = [...Object.keys(CONFIG_OPTIONS), 'json', 'yes', 'help'];
  const hidden = TOOLSETS.flatMap(({ operations }) =>
    operations.flatMap((one) =>
      parametersOf(one)
        .filter(({ name }) => taken.includes(flagName(name)))
        .map(({ name }) => `${one.name}.${name}`),
    ),
  );
  expect(hidden).toEqual([]);
});
