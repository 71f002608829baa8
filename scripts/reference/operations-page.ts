import { operationSchemas, TOOLSETS, type JsonObjectSchema, type Operation, type Toolset } from '../../src/index.js';
import { code, markdownTable } from './markdown.js';
import { schemaOutline, type FieldSchema } from './schema-outline.js';

/** docs/reference/operations.md */
export function operationsPage(): string {
  const list = TOOLSETS.map(({ name, title, description, default: byDefault, operations }) => [
    `[${code(name)}](#${anchorOf(name, title)})`,
    byDefault ? 'yes' : 'no',
    String(operations.length),
    description,
  ]);
  return `# Operations

An operation is an MCP tool, a terminal command (\`fleetwright call NAME\`), an SDK call (\`fleet.run('NAME', input)\`), a route of the
[HTTP API](../rest.md) and a tool of [agents](../langchain.md), with the same input and the same answer everywhere.
Inputs are closed: an unknown parameter is an error. Operations on one cluster take \`cluster\`; without it the caller's active cluster is
used. Answers of one cluster name it. What fails says why with one of the [error codes](errors.md).

A toolset is switched on and off as a whole: \`toolsets\` in the configuration or \`--toolsets\`. Those marked are offered by default.

${markdownTable(['toolset', 'by default', 'operations', 'what it is for'], list)}

${TOOLSETS.map(toolsetSection).join('\n')}
`;
}

function toolsetSection(toolset: Toolset): string {
  const operations = [...toolset.operations]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((operation) => operationSection(operation, toolset.name));
  const off = toolset.default ? '' : ` Switched on by \`--toolsets ${toolset.name}\` or \`all\`.`;
  return `## ${toolset.title} (toolset ${code(toolset.name)})\n\n${toolset.description}${off}\n\n${operations.join('\n')}`;
}

/** The anchor that Markdown renderers make of a section's heading. */
function anchorOf(name: string, title: string): string {
  return `${title} toolset ${name}`
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s/g, '-');
}

function operationSection(operation: Operation, toolset: string): string {
  const { input, output } = operationSchemas(operation);
  const needs = operation.needs === undefined ? [] : [`needs ${operation.needs.join(', ')}`];
  const method = operation.effect === 'read' ? 'GET' : 'POST';
  const facts = [
    `scope ${operation.scope}`,
    `effect ${operation.effect}`,
    ...(operation.idempotent ? ['idempotent'] : []),
    ...needs,
    code(`${method} /v1/${toolset}/${operation.name}`),
  ];
  return `### ${operation.name}

${operation.title}. ${operation.description}

${facts.join(' · ')}

${parameters(input)}
The answer:

\`\`\`typescript
${schemaOutline(output)}
\`\`\`
`;
}

function parameters(schema: JsonObjectSchema): string {
  const required = (schema['required'] ?? []) as readonly string[];
  // Schemas of operations are made by one function, in this form.
  const fields = (schema['properties'] ?? {}) as Readonly<Record<string, FieldSchema>>;
  const rows = Object.entries(fields).map(([name, field]) => [
    `${code(name)}${required.includes(name) ? ' (required)' : ''}`,
    typeOf(field),
    field.default === undefined ? '' : code(JSON.stringify(field.default)),
    field.description ?? '',
  ]);
  return rows.length === 0 ? 'No parameters.\n' : `${markdownTable(['parameter', 'type', 'default', 'meaning'], rows)}\n`;
}

function typeOf(field: FieldSchema): string {
  if (field.enum !== undefined) return field.enum.map((value) => code(String(value))).join(', ');
  if (field.anyOf !== undefined) return field.anyOf.map(typeOf).join(' or ');
  if (field.type === 'array') return `list of ${field.items === undefined ? 'values' : typeOf(field.items)}`;
  return typeof field.type === 'string' ? field.type : (field.type ?? ['any']).join(' or ');
}
