import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs to compare with, where they are on this machine. */
export interface Peers {
  readonly kubectl: string | undefined;
  /** The npm package `kubernetes-mcp-server`, installed in a side folder by `npm run bench:peers`. */
  readonly mcpServer: string | undefined;
}

/** Where `npm run bench:peers` installs packages to compare with; never among this project's dependencies. */
export function peersFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fleetwright', 'bench-peers');
}

export async function findPeers(): Promise<Peers> {
  const mcpServer = join(peersFolder(), 'node_modules', '.bin', 'kubernetes-mcp-server');
  return { kubectl: onPath('kubectl'), mcpServer: existsSync(mcpServer) ? nativeBinary(mcpServer) : undefined };
}

/** The wrapper script starts a native program; measuring the wrapper would add the start of Node to it. */
function nativeBinary(wrapper: string): string {
  const platform = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const native = join(peersFolder(), 'node_modules', `kubernetes-mcp-server-${platform}`, 'bin', `kubernetes-mcp-server-${platform}`);
  return existsSync(native) ? native : wrapper;
}

function onPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here; look in the next folder.
    }
  }
  return undefined;
}
