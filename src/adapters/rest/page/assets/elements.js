/**
 * The element with this id. It is in the document, or the document is not ours.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} ${id}.`);
}

/**
 * Changes a text only when it differs, so that the browser has nothing to do otherwise.
 * @param {Node} node
 * @param {string} text
 */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * A new element with a class and a text; nothing that comes from outside is ever markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className !== undefined && className !== '') made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
