import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the page's files: found from the sources and from a bundle alike, by way of the package's own package.json. */
export function shippedFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (isPackageRoot(folder)) return join(folder, 'src', 'adapters', 'rest', 'page', 'assets');
  }
  throw new Error(`The package that holds the web page was not found above ${import.meta.url}.`);
}

function isPackageRoot(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'fleetwright';
  } catch {
    return false;
  }
}
