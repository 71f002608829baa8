import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { controlPlanesAvailable } from '../../src/testing/index.js';
import { freePorts } from '../../src/testing/processes/free-ports.js';
import { cachedPath } from '../../src/testing/programs/cache.js';
import { findProgram } from '../../src/testing/programs/find-program.js';
import { etcdRelease, kubernetesRelease, kwokRelease, type ProgramRelease } from '../../src/testing/programs/releases.js';
import { ETCD_ARCHIVE, publishEtcd, type ReleaseServer, sha256, startReleaseServer } from './fixtures/release-server.js';

let directory: string;
let server: ReleaseServer;
const lines: string[] = [];
const find = (release: ProgramRelease): Promise<string> =>
  findProgram(release, { unreachableHosts: new Set(), progress: (line) => lines.push(line) });

/** Puts a tiny executable on PATH, which then holds nothing else but /bin and /usr/bin. */
async function installProgram(name: string, script: string): Promise<string> {
  const path = join(directory, 'bin', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

beforeEach(async () => {
  lines.length = 0;
  directory = await mkdtemp(join(tmpdir(), 'fleetwright-programs-'));
  server = await startReleaseServer();
  vi.stubEnv('KUBEBUILDER_ASSETS', '');
  vi.stubEnv('REQUIRE_CONTROL_PLANE', '');
  vi.stubEnv('FLEETWRIGHT_CACHE_DIR', join(directory, 'cache'));
  vi.stubEnv('FLEETWRIGHT_DOWNLOAD_BASE', server.base);
  vi.stubEnv('PATH', `${join(directory, 'bin')}:/usr/bin:/bin`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

test('a download is checked, unpacked and cached', async () => {
  await publishEtcd(server, '#!/bin/sh\necho etcd\n');
  const path = await find(etcdRelease());
  expect(path).toBe(cachedPath(etcdRelease()));
  expect(await readFile(path, 'utf8')).toBe('#!/bin/sh\necho etcd\n');
  expect((await stat(path)).mode & 0o100).toBe(0o100);
  expect(await readdir(dirname(path))).toEqual(['etcd']);
  expect(lines).toEqual(['downloading etcd 3.6.6 from github.com']);

  const before = server.requests.length;
  expect(await find(etcdRelease())).toBe(path);
  expect(server.requests).toHaveLength(before);
});

test('a plain file with a .sha256 beside it is a download too', async () => {
  const release = kubernetesRelease('kube-apiserver', '1.24.17');
  const url = `/dl.k8s.io/v1.24.17/bin/linux/${process.arch === 'x64' ? 'amd64' : process.arch}/kube-apiserver`;
  server.serve(url, 'a program');
  server.serve(`${url}.sha256`, sha256('a program'));
  expect(await readFile(await find(release), 'utf8')).toBe('a program');
});

test("kwok is checked against the digest in GitHub's record of the release", async () => {
  const name = `kwok-linux-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const asset = (file: string, content: string) => ({ name: file, uploader: { login: 'bot' }, digest: `sha256:${sha256(content)}` });
  server.serve(
    '/api.github.com/repos/kubernetes-sigs/kwok/releases/tags/v0.8.0',
    JSON.stringify({ assets: [asset(`kwokctl-${name}`, 'x'), asset(name, 'kwok'), asset(`${name}.sig`, 'y')] }),
  );
  server.serve(`/github.com/kubernetes-sigs/kwok/releases/download/v0.8.0/${name}`, 'kwok');
  expect(await readFile(await find(kwokRelease()), 'utf8')).toBe('kwok');
});

test('a download with another checksum is refused and deleted, and nothing else is tried', async () => {
  await installProgram('go', '#!/bin/sh\nexit 0\n');
  await publishEtcd(server, '#!/bin/sh\n', 'f'.repeat(64));
  await expect(find(etcdRelease())).rejects.toMatchObject({
    code: 'PROGRAM_FAILED',
    message: expect.stringMatching(/etcd.*is not what its publisher says: SHA-256 [0-9a-f]{64} instead of f{64}/),
  });
  expect(await readdir(dirname(cachedPath(etcdRelease())))).toEqual([]);
});

test('a login page in place of the checksums is no checksum', async () => {
  await publishEtcd(server, '#!/bin/sh\n', '<html>please log in</html>');
  await expect(find(etcdRelease())).rejects.toMatchObject({
    code: 'PROGRAM_MISSING',
    message: expect.stringContaining('holds no checksum of it'),
  });
});

test('of processes that want a missing program at once, one downloads it and the others wait', { timeout: 60_000 }, async () => {
  await publishEtcd(server, '#!/bin/sh\n');
  const script = fileURLToPath(new URL('fixtures/find-etcd.ts', import.meta.url));
  const children = [1, 2, 3].map(() => spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'pipe'] }));
  const waiting = new Set<number>();
  const twoWait = new Promise<void>((resolve) => {
    for (const [index, child] of children.entries()) {
      createInterface(child.stderr).on('line', (line) => {
        if (line.includes('waiting for process')) waiting.add(index);
        if (waiting.size === 2) resolve();
      });
    }
  });
  server.hold(ETCD_ARCHIVE, twoWait);
  const outputs = await Promise.all(children.map((child) => text(child.stdout)));
  expect(outputs).toEqual(Array(3).fill(cachedPath(etcdRelease())));
  expect(server.requests.filter((path) => path === ETCD_ARCHIVE)).toHaveLength(1);
});

test('without a release, go builds the shipped module, and what it built is cached', async () => {
  await installProgram(
    'go',
    '#!/bin/sh\nwhile [ "$1" != -o ]; do shift; done\n{ echo "#!/bin/sh"; echo "# $CGO_ENABLED $PWD $3"; } > "$2"\nchmod 755 "$2"\n',
  );
  const path = await find(kubernetesRelease('kube-scheduler', '1.24.17'));
  expect(await readFile(path, 'utf8')).toMatch(
    /# 0 .*\/src\/testing\/modules\/kubernetes-1\.24\.17 k8s\.io\/kubernetes\/cmd\/kube-scheduler\n/,
  );
  expect(lines).toEqual([
    expect.stringMatching(/^building kube-scheduler 1\.24\.17 with go/),
    expect.stringMatching(/^built kube-scheduler 1\.24\.17 in \d+ s$/),
  ]);
});

test('the message of a missing program says what each of the four ways met', async () => {
  await installProgram('go', '#!/bin/sh\necho "go: module lookup disabled" >&2\nexit 1\n');
  const failure = await find(etcdRelease()).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'PROGRAM_MISSING',
    hint: expect.stringMatching(/KUBEBUILDER_ASSETS.*cache folder.*downloads.*Go/s),
  });
  expect(String(failure)).toMatch(
    /1\. KUBEBUILDER_ASSETS: it is not set.*2\. Cache: .*etcd is not there.*3\. Download: .*HTTP 404.*4\. Build: .*go: module lookup disabled/s,
  );
  expect(await readdir(dirname(cachedPath(etcdRelease())))).toEqual([]);
});

test('without network and Go the answer comes at once', async () => {
  const [closedPort] = await freePorts(1);
  vi.stubEnv('FLEETWRIGHT_DOWNLOAD_BASE', `http://127.0.0.1:${String(closedPort)}`);
  vi.stubEnv('PATH', join(directory, 'bin'));
  const availability = await controlPlanesAvailable();
  expect(availability).toMatchObject({ available: false, reason: expect.stringMatching(/ECONNREFUSED.*`go` is not on PATH/s) });
  vi.stubEnv('REQUIRE_CONTROL_PLANE', '1');
  await expect(controlPlanesAvailable()).rejects.toMatchObject({ code: 'PROGRAM_MISSING' });
});

test('KUBEBUILDER_ASSETS is used where the version is the one asked for', async () => {
  const path = await installProgram('kube-apiserver', '#!/bin/sh\necho Kubernetes v1.36.3\n');
  vi.stubEnv('KUBEBUILDER_ASSETS', dirname(path));
  expect(await find(kubernetesRelease('kube-apiserver', '1.36.3'))).toBe(path);
  await expect(find(kubernetesRelease('kube-apiserver', '1.24.17'))).rejects.toMatchObject({
    message: expect.stringContaining(`KUBEBUILDER_ASSETS: ${path} is version 1.36.3.`),
  });
});

test('a cache folder that cannot be made names the variable that moves it', async () => {
  await writeFile(join(directory, 'file'), '');
  vi.stubEnv('FLEETWRIGHT_CACHE_DIR', join(directory, 'file', 'cache'));
  await expect(find(etcdRelease())).rejects.toMatchObject({
    code: 'PROGRAM_MISSING',
    hint: expect.stringContaining('FLEETWRIGHT_CACHE_DIR'),
  });
});
