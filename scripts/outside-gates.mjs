/** Installs the programs of others that judge this project: in a folder of their own, because they need a newer Node than it does. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const VERSIONS = {
  'node': '24',
  '@modelcontextprotocol/conformance': '0.2.0-alpha.12',
  '@modelcontextprotocol/inspector': '2.12.0',
};

/** npm can wait for ever on a dependency tree that has no solution. */
const INSTALL_TIMEOUT_MS = 5 * 60_000;

const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'fleetwright', 'outside-gates');

/** Resolves to the paths of the programs, installing them when they are not there. */
export async function outsideGates() {
  const wanted = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  const stamp = join(folder, `${wanted.join('_').replaceAll('/', '+')}.installed`);
  if (!existsSync(stamp)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'outside-gates', private: true }));
    const code = await run('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...wanted], {
      cwd: folder,
      timeout: INSTALL_TIMEOUT_MS,
    });
    if (code !== 0) throw new Error(`npm install in ${folder} ended with ${code}`);
    writeFileSync(stamp, '');
  }
  const packages = join(folder, 'node_modules');
  return {
    node: join(packages, 'node', 'bin', 'node'),
    conformance: join(packages, '@modelcontextprotocol', 'conformance', 'dist', 'index.js'),
    inspector: join(packages, '.bin', 'mcp-inspector'),
  };
}

/** Runs a program with its output shown, and resolves to its exit code. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.once('error', reject).once('close', (code, signal) => resolve(code ?? signal));
  });
}
