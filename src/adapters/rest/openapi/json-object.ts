/** A JSON object: a schema, or a part of an OpenAPI document. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Schemas carry notes for other protocols; they mean nothing here. */
export function withoutAnnotations(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => keyword !== 'x-mcp-header')
      .map(([keyword, value]) => [keyword, clean(value)]),
  );
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  return typeof value === 'object' && value !== null ? withoutAnnotations({ ...value }) : value;
}
