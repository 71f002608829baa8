import { operationSchemas, TOOLSETS, type JsonObjectSchema, type Operation } from '../../src/index.js';
import { code, markdownTable } from './markdown.js';

/** docs/reference/operations.md */
export function operationsPage(): string {
  const sections = TOOLSETS.map((toolset) => {
    const operations = [...toolset.operations].sort((a, b) => (a.name < b.name ? -1 : 1)).map(operationSection);
    return `## ${toolset.title} (toolset ${code(toolset.name)})\n\n${toolset.description}\n\n${operations.join('\n')}`;
  });
  return `# Operations

An operation is an MCP tool, a terminal command (\`fleetwright call NAME\`) and an SDK call (\`fleet.run('NAME', input)\`), with the same input everywhere.
Inputs are closed: an unknown parameter is an error. Operations on one cluster take \`cluster\`; without it the caller's active cluster is used.

${sections.join('\n')}
`;
}

function operationSection(operation: Operation): string {
  const { input, output } = operationSchemas(operation);
  const needs = operation.needs === undefined ? [] : [`needs ${operation.needs.join(', ')}`];
  const facts = [`scope ${operation.scope}`, `effect ${operation.effect}`, ...(operation.idempotent ? ['idempotent'] : []), ...needs];
  return `### ${operation.name}

${operation.title}. ${operation.description}

${facts.join(' · ')}

${parameters(input)}
Gives ${Object.keys(fields(output)).map(code).join(', ')}.
`;
}

interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
}

function fields(schema: JsonObjectSchema): Readonly<Record<string, FieldSchema>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, FieldSchema>>;
}

function parameters(schema: JsonObjectSchema): string {
  const required = (schema['required'] ?? []) as readonly string[];
  const rows = Object.entries(fields(schema)).map(([name, field]) => [
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
