import { FAILSAFE_SCHEMA, Type, load, type Schema } from 'js-yaml';

/** What a scalar without quotes means: YAML 1.2, but `0644` is octal as in every manifest there is. Dates and `yes` are texts. */
export const MANIFEST_SCHEMA: Schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    scalar('tag:yaml.org,2002:null', /^(?:~|null|Null|NULL|)$/, () => null),
    scalar('tag:yaml.org,2002:bool', /^(?:true|True|TRUE|false|False|FALSE)$/, (text) => text.toLowerCase() === 'true'),
    scalar('tag:yaml.org,2002:int', /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/, integer),
    scalar('tag:yaml.org,2002:float', /^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$/, Number),
    new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: unknown) => text === '<<' || text === null }),
  ],
});

/** One document as data. Duplicate keys and unknown tags are refused. @throws YAMLException */
export function loadManifest(text: string): unknown {
  return load(text, { schema: MANIFEST_SCHEMA });
}

function scalar(tag: string, form: RegExp, construct: (text: string) => unknown): Type {
  return new Type(tag, {
    kind: 'scalar',
    // The parser hands over null for an empty scalar.
    resolve: (text: unknown) => form.test(typeof text === 'string' ? text : ''),
    construct: (text: unknown) => construct(typeof text === 'string' ? text : ''),
  });
}

function integer(text: string): number {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return text.startsWith('-') ? -value : value;
}
