import { expect, test } from 'vitest';
import { ignoredFields } from '../../../src/lib/kubernetes/ignored-fields.js';

const result = {
  spec: {
    replicas: 3,
    template: {
      containers: [
        { name: 'a', image: 'x' },
        { name: 'b', image: 'y', env: [{ name: 'E', value: '1' }] },
      ],
    },
  },
};

test.each<[string, unknown, string[]]>([
  ['what is there', { spec: { replicas: 5 } }, []],
  ['a misspelt field', { spec: { replica: 5 } }, ['spec.replica']],
  [
    'a misspelt field in a list that is merged',
    { spec: { template: { containers: [{ name: 'b', imag: 'z' }] } } },
    ['spec.template.containers[0].imag'],
  ],
  ['an item in another place', { spec: { template: { containers: [{ name: 'b', env: [{ name: 'E' }] }] } } }, []],
  ['a removal', { spec: { replica: null } }, []],
  ['an empty value, which servers leave out', { spec: { paused: false, text: '', list: [], object: {} } }, []],
  ['directives of strategic patches', { spec: { '$setElementOrder/containers': [{ name: 'a' }], 'replicas': 1 } }, []],
  ['what servers write elsewhere', { stringData: { a: 'b' } }, []],
  ['a whole part that is not there', { spek: { replicas: 1 } }, ['spek']],
  ['an object where a text is', { spec: { replicas: { x: 1 } } }, ['spec.replicas']],
])('%s', (_name, patch, ignored) => {
  expect(ignoredFields(patch, result)).toEqual(ignored);
});
