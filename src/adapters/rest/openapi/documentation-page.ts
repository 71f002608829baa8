import type { OpenApiDocument } from './document.js';
import type { JsonObject } from './json-object.js';

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:auto;padding:1rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{overflow:auto;padding:.5rem;border:1px solid}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #8886}
h3{margin-top:2rem}nav ul{columns:2}`;

/** The document as a page for people: one file that loads nothing, without a script. */
export function documentationPage({ info, tags, paths, components }: OpenApiDocument): string {
  const items = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]) => ({ path, method: method.toUpperCase(), described: objectOf(described) })),
  );
  const sections = tags.map((tag) => {
    const own = items.filter(({ described }) => Array.isArray(described['tags']) && described['tags'].includes(tag['name']));
    return `<section><h2>${text(tag['name'])}</h2><p>${text(tag['description'])}</p>${own.map(operation).join('')}</section>`;
  });
  const links = items.map(({ described, path }) => `<li><a href="#${text(described['operationId'])}"><code>${text(path)}</code></a></li>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(info['title'])} HTTP API</title><style>${STYLE}</style></head><body>
<header><h1>${text(info['title'])} ${text(info['version'])}</h1><p>${text(info['description'])}</p>
<p>For programs: <a href="openapi.json">openapi.json</a>, <a href="openapi.yaml">openapi.yaml</a>.</p></header>
<nav aria-label="Routes"><ul>${links.join('')}</ul></nav>
<main>${sections.join('')}<section><h2>Errors</h2>${errors(objectOf(components['responses']))}</section></main></body></html>
`;
}

function operation({
  path,
  method,
  described,
}: {
  readonly path: string;
  readonly method: string;
  readonly described: JsonObject;
}): string {
  const body = mediaOf(objectOf(described['requestBody']));
  const answer = mediaOf(objectOf(objectOf(described['responses'])['200']));
  return `<article><h3 id="${text(described['operationId'])}"><code>${text(method)} ${text(path)}</code></h3>
<p><strong>${text(described['summary'])}.</strong> ${text(described['description'])} (${text(described['x-effect'])})</p>
${parameters(described['parameters'])}${example('Body', body['example'])}${example('Answer', answer['example'])}</article>`;
}

function parameters(list: unknown): string {
  if (!Array.isArray(list) || list.length === 0) return '';
  const rows = list.map(objectOf).map((parameter) => {
    const schema = objectOf(parameter['schema'] ?? mediaOf(parameter)['schema']);
    const need = parameter['required'] === true ? 'required' : '';
    return `<tr><td><code>${text(parameter['name'])}</code></td><td>${text(schema['type'])}</td><td>${need}</td><td>${text(parameter['description'])}</td></tr>`;
  });
  return `<table><thead><tr><th>parameter</th><th>type</th><th></th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function example(title: string, value: unknown): string {
  return value === undefined ? '' : `<details><summary>${title}</summary><pre>${text(JSON.stringify(value, null, 2))}</pre></details>`;
}

function errors(responses: JsonObject): string {
  const rows = Object.values(responses).flatMap((response) => {
    const problem = objectOf(objectOf(objectOf(response)['content'])['application/problem+json']);
    return Object.entries(objectOf(problem['examples'])).map(([code, given]) => {
      const { status, hint } = objectOf(objectOf(given)['value']);
      return `<tr><td>${text(status)}</td><td><code>${text(code)}</code></td><td>${text(hint)}</td></tr>`;
    });
  });
  return `<table><thead><tr><th>status</th><th>code</th><th>what to do</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function mediaOf(part: JsonObject): JsonObject {
  return objectOf(objectOf(part['content'])['application/json']);
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Descriptions come from plugins too: nothing in them is markup. */
function text(value: unknown): string {
  const plain = typeof value === 'string' || typeof value === 'number' ? String(value) : Array.isArray(value) ? value.join(' | ') : '';
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
