/** Installs the Python programs of others that judge this project, at the versions of a requirements file, in a folder of their own. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const INSTALL_TIMEOUT_MS = 5 * 60_000;

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'fleetwright', 'outside-gates');

/** Resolves to the folder of the installed programs. It is another one when the requirements change. */
export async function pythonPrograms(name, requirements) {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(cache, `${name}-${version}`);
  const stamp = join(folder, 'installed');
  if (!existsSync(stamp)) {
    // What an interrupted installation left.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    await run('python3', ['-m', 'venv', folder]);
    await run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--no-input', '--requirement', requirements]);
    writeFileSync(stamp, '');
  }
  return join(folder, 'bin');
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: INSTALL_TIMEOUT_MS });
    child.once('error', reject).once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}. It needs Python 3.10 or newer with venv.`));
    });
  });
}
