import { parseJson } from '../platform/plain-records.js';
import { itemsOf } from './json-shape.js';

const ROW = '{"cells":[';
const OBJECT = '],"object":';
/** The order in which the API server writes the metadata: name, generateName, namespace. */
const NAMESPACE =
  /\{"kind":"PartialObjectMetadata","apiVersion":"meta\.k8s\.io\/v1","metadata":\{"name":"[^"\\]*",(?:"generateName":"[^"\\]*",)?"namespace":"([^"\\]*)"/y;

/**
 * Parses rows (`{"cells":…,"object":…},…`) that carry the metadata of their objects, but of that metadata only the namespace: the rest
 * (managedFields above all) is nine tenths of the bytes, and most of the time and memory of a full parse. Sound because an unescaped
 * quote cannot stand inside a JSON string. Undefined when the text is not written just as the API server writes it: then parse it in full.
 */
export function parseWithoutMetadata(rows: string): readonly unknown[] | undefined {
  if (!rows.startsWith(ROW) || !rows.endsWith('}')) return undefined;
  const lean: string[] = [];
  for (let start = 0; start !== -1; start = rows.indexOf(ROW, start + 1)) {
    const object = rows.indexOf(OBJECT, start);
    if (object === -1) return undefined;
    NAMESPACE.lastIndex = object + OBJECT.length;
    const namespace = NAMESPACE.exec(rows)?.[1];
    if (namespace === undefined) return undefined;
    // Through the parser too: a part of a text would keep the whole text in memory.
    lean.push(`${rows.slice(start, object + 1)},"object":{"metadata":{"namespace":"${namespace}"}}}`);
  }
  const parsed = itemsOf(parseJson(`[${lean.join(',')}]`));
  return parsed.length === lean.length ? parsed : undefined;
}
