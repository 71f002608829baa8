/** What a request is about, for messages and metrics. */
export interface ApiTarget {
  /** For messages: `list pods in namespace "shop"`. */
  readonly what: string;
  /** For metrics, with few distinct values: `list pods`, `get pods/log`, `get /version`. */
  readonly operation: string;
}

/** Reads a method and an API path back into words. Never fails: what it does not know it names by the path's first segment. */
export function describeTarget(method: string, path: string): ApiTarget {
  const segments = path.split('/').filter((segment) => segment !== '');
  const rest = segments[0] === 'api' ? segments.slice(2) : segments[0] === 'apis' ? segments.slice(3) : [];
  if (rest[0] === undefined) {
    const known = segments[0] === 'api' || segments[0] === 'apis' ? segments.join('/') : (segments[0] ?? '');
    return { what: `${method} /${known}`, operation: `${method.toLowerCase()} /${segments[0] ?? ''}` };
  }
  const inNamespace = rest[0] === 'namespaces' && rest[2] !== undefined && !isNamespaceSubresource(rest);
  const [resource = '', name, ...sub] = inNamespace ? rest.slice(2) : rest;
  const verb = verbOf(method, name);
  const subresource = sub.length === 0 ? '' : `/${sub.join('/')}`;
  const object = name === undefined ? resource : `${resource}/${readable(name)}${subresource}`;
  const where = inNamespace ? ` in namespace "${readable(rest[1] ?? '')}"` : '';
  return { what: `${verb} ${object}${where}`, operation: `${verb} ${resource}${sub[0] === undefined ? '' : `/${sub[0]}`}` };
}

function verbOf(method: string, name: string | undefined): string {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return 'delete';
    default:
      return name === undefined ? 'list' : 'get';
  }
}

function isNamespaceSubresource(rest: readonly string[]): boolean {
  return rest.length === 3 && (rest[2] === 'status' || rest[2] === 'finalize');
}

function readable(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
