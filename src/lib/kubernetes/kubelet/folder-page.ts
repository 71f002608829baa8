const PAGE_START = /^\s*(?:<!doctype html>\s*)?(?:<meta[^>]*>\s*)?<pre>/i;
const ENTRY = /<a href="([^"]*)">/g;

/** The names in the page with which a kubelet answers for a folder (folders end with `/`); undefined when the text is no such page. */
export function folderEntries(text: string): readonly string[] | undefined {
  if (!PAGE_START.test(text)) return undefined;
  return [...text.matchAll(ENTRY)].map(([, address = '']) => plainName(address));
}

function plainName(address: string): string {
  const name = address.replaceAll('&amp;', '&').replace(/^\.\//, '');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
