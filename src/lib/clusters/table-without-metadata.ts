import { itemsOf } from './json-shape.js';
import { isRecord } from '../platform/plain-records.js';

const ROW = '{"cells":[';
const OBJECT = '],"object":';
/** The order in which the API server writes the metadata: name, generateName, namespace. */
const NAMESPACE =
  /\{"kind":"PartialObjectMetadata","apiVersion":"meta\.k8s\.io\/v1","metadata":\{"name":"[^"\\]*",(?:"generateName":"[^"\\]*",)?"namespace":"([^"\\]*)"/y;

/**
 * Parses a table whose rows carry the metadata of their objects, but of that metadata only the namespace: the rest (managedFields
 * above all) is nine tenths of the bytes, and most of the time and memory of a full parse. Sound because an unescaped quote cannot
 * stand inside a JSON string. Undefined when the text is not written just as the API server writes it: then parse it in full.
 */
export function parseWithoutMetadata(text: string): unknown {
  const first = text.indexOf(ROW);
  const end = text.lastIndexOf('}]}');
  if (first === -1 || end < first || !text.slice(0, first).endsWith('"rows":[') || text.slice(end + 3).trim() !== '') return undefined;
  const cells: string[] = [];
  const namespaces: string[] = [];
  for (let start = first; start !== -1; start = text.indexOf(ROW, start + 1)) {
    const object = text.indexOf(OBJECT, start);
    if (object === -1) return undefined;
    NAMESPACE.lastIndex = object + OBJECT.length;
    const namespace = NAMESPACE.exec(text)?.[1];
    if (namespace === undefined) return undefined;
    cells.push(text.slice(start + ROW.length - 1, object + 1));
    namespaces.push(namespace);
  }
  return assemble(`${text.slice(0, first)}]}`, `[${cells.join(',')}]`, namespaces);
}

function assemble(head: string, cells: string, namespaces: readonly string[]): unknown {
  try {
    const table: unknown = JSON.parse(head);
    const rows = itemsOf(JSON.parse(cells)).map((row, index) => ({ cells: row, object: { metadata: { namespace: namespaces[index] } } }));
    return isRecord(table) && rows.length === namespaces.length ? { ...table, rows } : undefined;
  } catch {
    return undefined;
  }
}
