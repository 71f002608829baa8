import type { ClusterContext, ResourceReference } from '../../context.js';
import { redact } from '../../platform/redact.js';
import { compileJsonPath, type JsonPath } from '../json-path.js';
import { textAt, type PlainObject } from '../object-values.js';
import { slimObject } from '../slim-object.js';
import { readFitting, rowsThatFit, TEXT_BUDGET } from './fit-answer.js';
import { itemText } from './item-text.js';
import type { ListInput } from './list-fields.js';
import { listHead, type ListAnswer } from './list-output.js';
import { readObjects, type ObjectPage } from './read-objects.js';

/** Objects when the caller names no limit; a pod is about 4 KB. */
const DEFAULT_OBJECTS = 20;
const DEFAULT_VALUES = 200;

/** A list as objects, without what only machines read. */
export async function listObjects(
  context: ClusterContext,
  resource: ResourceReference,
  input: ListInput,
  format: 'json' | 'yaml',
): Promise<ListAnswer> {
  const read = (limit: number): Promise<ObjectPage> => readObjects(context, resource, input, limit, slimObject);
  const page =
    input.limit === undefined
      ? await readFitting(DEFAULT_OBJECTS, read, ({ items }) => ({ rows: items.length, fit: itemsThatFit(items, format) }))
      : await read(input.limit);
  return {
    ...listHead(page.kind, input.namespace),
    columns: [],
    rows: [],
    items: page.items.map((item) => ({ ...item })),
    format,
    ...rest(page),
  };
}

/** One value, or several, of each object of a list. */
export async function listValues(
  context: ClusterContext,
  resource: ResourceReference,
  input: ListInput & { readonly projection: string },
): Promise<ListAnswer> {
  const path = await compileJsonPath(input.projection, 'projection');
  // Masked as a whole first: a value alone does not tell that it comes from a Secret.
  const convert = (object: PlainObject): PlainObject => ({
    namespace: textAt(object, 'metadata', 'namespace') ?? '',
    name: textAt(object, 'metadata', 'name') ?? '',
    value: valueText(path, redact(input.projection.includes('managedFields') ? object : slimObject(object))),
  });
  const titles = (page: ObjectPage): string[] =>
    page.namespaced && input.namespace === undefined ? ['namespace', 'name', 'value'] : ['name', 'value'];
  const table = (page: ObjectPage): { columns: string[]; rows: ListAnswer['rows'] } => {
    const columns = titles(page);
    return { columns, rows: page.items.map((item) => columns.map((column) => cellOf(item[column]))) };
  };
  const read = (limit: number): Promise<ObjectPage> => readObjects(context, resource, input, limit, convert);
  const fit = (page: ObjectPage): { rows: number; fit: number } => {
    const { columns, rows } = table(page);
    return { rows: rows.length, fit: rowsThatFit(columns, rows) };
  };
  const page = input.limit === undefined ? await readFitting(DEFAULT_VALUES, read, fit) : await read(input.limit);
  return { ...listHead(page.kind, input.namespace), ...table(page), ...rest(page) };
}

function valueText(path: JsonPath, object: unknown): string | number | boolean | null {
  const values = path(object);
  return values.length > 1 ? JSON.stringify(values) : cellOf(values[0]);
}

function cellOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined || value === null ? null : JSON.stringify(value);
}

function itemsThatFit(items: readonly PlainObject[], format: 'json' | 'yaml'): number {
  let length = 0;
  const fit = items.findIndex((item) => (length += itemText(item, format).length) > TEXT_BUDGET);
  return fit === -1 ? items.length : Math.max(1, fit);
}

function rest(page: ObjectPage): Pick<ListAnswer, 'continue' | 'remaining'> {
  return {
    ...(page.continue === undefined ? {} : { continue: page.continue }),
    ...(page.remaining === undefined ? {} : { remaining: page.remaining }),
  };
}
