import { FleetError } from '../errors.js';

/** Names that Kubernetes accepts for most kinds: DNS-1123 subdomains, at most 253 characters. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
/** Namespaces: DNS-1123 labels, at most 63 characters. */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** RBAC kinds and kinds of aggregated APIs allow any path segment (`system:node`); what could change the meaning of a path is refused. */
const SEGMENT = /^[A-Za-z0-9_:.@~+=][-A-Za-z0-9_:.@~+= ,()]*$/;
const GROUP_VERSION = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v[0-9]+((alpha|beta)[0-9]+)?$/;

/** Which rule the name of an object follows. */
export type NameRule = 'subdomain' | 'segment';

/** The parts of a resource path. */
export interface ApiPathParts {
  readonly apiVersion: string;
  /** As in the path: `pods`. */
  readonly plural: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly nameRule?: NameRule | undefined;
  readonly subresource?: string | undefined;
}

/**
 * The path of a list, an object or a subresource: `/apis/apps/v1/namespaces/shop/deployments/web/scale`.
 * @throws FleetError INPUT_INVALID when a part breaks the naming rules of Kubernetes, so that no input can reach another path.
 */
export function apiPath(parts: ApiPathParts): string {
  checkApiVersion(parts.apiVersion);
  let path = parts.apiVersion.includes('/') ? `/apis/${parts.apiVersion}` : `/api/${parts.apiVersion}`;
  if (parts.namespace !== undefined) path += `/namespaces/${checkNamespace(parts.namespace)}`;
  path += `/${parts.plural}`;
  if (parts.name !== undefined) path += `/${encodeURIComponent(checkName(parts.name, parts.nameRule))}`;
  return parts.subresource === undefined ? path : `${path}/${parts.subresource}`;
}

/** The namespace, when it is one. @throws FleetError INPUT_INVALID */
export function checkNamespace(namespace: string): string {
  if (namespace.length > 63 || !LABEL.test(namespace)) {
    throw invalid(
      'namespace',
      namespace,
      'a namespace has at most 63 lower-case letters, digits and "-", and begins and ends with a letter or digit',
    );
  }
  return namespace;
}

/** The object name, when it is one. @throws FleetError INPUT_INVALID */
export function checkName(name: string, rule: NameRule = 'subdomain'): string {
  if (rule === 'segment') {
    if (name.length > 253 || name === '.' || name.includes('..') || !SEGMENT.test(name)) {
      throw invalid('name', name, 'a name has at most 253 characters, no "/", "%" or "..", and does not begin with "-"');
    }
  } else if (name.length > 253 || !SUBDOMAIN.test(name)) {
    throw invalid(
      'name',
      name,
      'a name has at most 253 lower-case letters, digits, "-" and ".", and begins and ends with a letter or digit',
    );
  }
  return name;
}

/** The API version, when it looks like one (`v1`, `apps/v1`). @throws FleetError INPUT_INVALID */
export function checkApiVersion(apiVersion: string): string {
  if (apiVersion.length > 253 || apiVersion.includes('..') || !GROUP_VERSION.test(apiVersion)) {
    throw invalid('apiVersion', apiVersion, 'an apiVersion looks like "v1", "apps/v1" or "example.com/v1beta1"');
  }
  return apiVersion;
}

/**
 * A raw path that goes to the server unchanged. Only one spelling of a path is possible, so that a policy that reads paths cannot be
 * deceived by escapes (`kube%2Dsystem`).
 * @throws FleetError INPUT_INVALID when it could leave the API, smuggle a query, or is spelt in another way.
 */
export function checkRawPath(path: string): string {
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  if (!path.startsWith('/') || path.startsWith('//') || !segments.every(isPlainSegment)) {
    throw invalid('path', path, 'an API path begins with "/" and has no empty, "." or ".." segment, no needless escape and no query');
  }
  return path;
}

function isPlainSegment(segment: string): boolean {
  if (!/^([-A-Za-z0-9_.~:@+=,()]|%[0-9A-Fa-f]{2})+$/.test(segment) || segment === '.' || segment === '..') return false;
  const escapes = segment.match(/%../g) ?? [];
  return escapes.every((escape) => {
    const code = Number.parseInt(escape.slice(1), 16);
    return code >= 0x20 && code !== 0x7f && !/[-A-Za-z0-9_.~/\\%]/.test(String.fromCharCode(code));
  });
}

function invalid(parameter: string, value: string, rule: string): FleetError {
  const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  return new FleetError('INPUT_INVALID', `${JSON.stringify(shown)} cannot be a ${parameter}: ${rule}.`, {
    details: { parameter, value: shown },
  });
}
