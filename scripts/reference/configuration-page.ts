import { CONFIG_VARIABLES } from '../../src/lib/config/environment-variables.js';
import { CONFIG_FLAGS } from '../../src/lib/config/flags.js';
import { configurationReference, type ReferenceKey } from '../../src/lib/config/reference.js';
import { code, markdownTable } from './markdown.js';

/** docs/reference/configuration.md */
export function configurationPage(): string {
  const keys = configurationReference();
  const sections = [...new Set(keys.map(({ key }) => sectionOf(key)))];
  const tables = sections.map((section) => {
    const rows = keys.filter(({ key }) => sectionOf(key) === section).map(keyRow);
    const heading = section === '' ? '## Top-level keys' : `## ${section.endsWith('[]') ? `[[${section.slice(0, -2)}]]` : `[${section}]`}`;
    return `${heading}\n\n${markdownTable(['key', 'type', 'default', 'meaning', 'flag', 'environment variable'], rows)}\n`;
  });
  const flags = CONFIG_FLAGS.map(({ name, placeholder, description }) => [
    code(`--${name}${placeholder === undefined ? '' : ` ${placeholder}`}`),
    description,
  ]);
  const variables = CONFIG_VARIABLES.map(({ name, description }) => [code(name), description]);
  return `# Configuration reference

The file is TOML (\`--config FILE\`). A flag is stronger than an environment variable, a variable than the file, the file than the default.
\`\${NAME}\` in a string is replaced from the environment; a variable that is not set is an error. Durations are written \`30s\`, \`5m\`, \`1h30m\`. \`~/\` is the home folder.
Unknown keys and wrong types are errors, all reported together: \`fleetwright config check\`.
\`createFleet\` takes the same keys in camelCase (\`kubeconfigDir\`, \`nsk.rancherUrl\`).

${tables.join('\n')}
## Flags

${markdownTable(['flag', 'meaning'], flags)}

## Environment variables

${markdownTable(['variable', 'meaning'], variables)}
`;
}

function sectionOf(key: string): string {
  return key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : '';
}

function keyRow({ key, kind, default: fallback = '', description, secret, flags, variables }: ReferenceKey): string[] {
  const name = key.slice(key.lastIndexOf('.') + 1);
  return [
    name === '*' ? '*NAME*' : code(name),
    kind,
    code(fallback),
    secret ? `${description} Never shown.` : description,
    flags.map(code).join(', '),
    variables.map(code).join(', '),
  ];
}
