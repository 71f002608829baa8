import { expect, test } from 'vitest';
import { hashToken } from '../../../src/adapters/http/static-tokens.js';
import { runProgram, type ProgramEnd } from './run-program.js';
import { temporaryFolder } from './temporary-folder.js';

async function check(toml: string, words: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<ProgramEnd> {
  await using folder = await temporaryFolder();
  const file = await folder.write('fleet.toml', toml);
  return await runProgram(['config', 'check', '--config', file, ...words], { environment });
}

test('a good file is valid, with status 0', async () => {
  expect(await check('read_only = true\n[nsk]\nprofile = "x"\n')).toMatchObject({
    status: 0,
    stdout: 'The configuration is valid.\n',
    stderr: '',
  });
});

test('every problem of every source is listed with its place and what was meant', async () => {
  const end = await check('raed_only = true\nport = "no"\n[plugins]\nenabled = "maybe"\n', ['--log-level', 'loud'], {
    NSK_ENABLED: 'perhaps',
  });
  expect(end).toMatchObject({ status: 2, stderr: '' });
  expect(end.stdout).toMatch(/^The configuration has [5-9] problems:/);
  expect(end.stdout).toMatch(/^- raed_only .*fleet\.toml, line 1\)\. Did you mean "read_only"\?/m);
  expect(end.stdout).toMatch(/^- port .*line 2/m);
  expect(end.stdout).toMatch(/^- plugins\.enabled .*line 4/m);
  expect(end.stdout).toMatch(/^- .*flag --log-level/m);
  expect(end.stdout).toMatch(/^- .*environment NSK_ENABLED/m);
});

test.each([
  ['toolsets = ["coer"]', /toolsets.*"coer".*Valid: /],
  ['deny = ["pods_lst"]', /deny.*"pods_lst"/],
  ['kubeconfig_dir = "${NOT_SET_ANYWHERE}"', /kubeconfig_dir.*NOT_SET_ANYWHERE/],
  ['a = [', /fleet\.toml/],
])('%s is refused', async (toml, message) => {
  const end = await check(`${toml}\n`);
  expect(end).toMatchObject({ status: 2, stderr: '' });
  expect(end.stdout).toMatch(message);
});

test.each([[['--config', '/nowhere/fleet.toml']], [['--config', 'src']], [['--config', '/dev/null/x']]])(
  '%j is told, not thrown',
  async (words) => {
    const end = await runProgram(['config', 'check', ...words]);
    expect(end).toMatchObject({ status: 2, stderr: '' });
    expect(end.stdout).toContain(words[1]);
  },
);

test('what does not stop is a warning', async () => {
  const end = await check('[nsk]\nrefresh_interval = "often"\n');
  expect(end).toMatchObject({ status: 0, stderr: '' });
  expect(end.stdout).toMatch(/^warning: nsk\.refresh_interval .*1h is used/m);
});

test('--verbose shows every key with what set it, and no secret', async () => {
  const token = 'hunter2-the-rancher-token';
  const words = ['--verbose', '--read-only'];
  const toml = `log_level = "warn"\nauth_token = "${token}-2"\n[nsk]\nrancher_token = "\${SECRET_TOKEN}"\nrancher_url = "https://user:${token}@rancher.example"\n`;
  const end = await check(toml, words, { SECRET_TOKEN: token, NSK_PROFILE: 'p1' });
  expect(end).toMatchObject({ status: 0, stderr: '' });
  expect(end.stdout).toMatch(/^KEY +VALUE +FROM$/m);
  expect(end.stdout).toMatch(/^read_only +true +flag$/m);
  expect(end.stdout).toMatch(/^log_level +"warn" +file$/m);
  expect(end.stdout).toMatch(/^nsk\.profile +"p1" +environment$/m);
  expect(end.stdout).toMatch(/^host +"127\.0\.0\.1" +default$/m);
  expect(end.stdout).toMatch(/^nsk\.rancher_token +\(set\) +file$/m);
  expect(end.stdout).toMatch(/^auth_token +\(set\) +file$/m);
  expect(end.stdout).not.toContain('hunter2');
  const json = await check(toml, [...words, '--output', 'json'], { SECRET_TOKEN: token });
  expect(JSON.parse(json.stdout)).toMatchObject({ valid: true, problems: [] });
  expect(json.stdout).not.toContain('hunter2');
});

test('a secret in a file with problems is not shown either', async () => {
  const end = await check('auth_token = 12345678901\n[nsk]\nrancher_token = "hunter2-the-rancher-token"\nrancher_tokn = "hunter2-again"\n');
  expect(end.status).toBe(2);
  expect(end.stdout + end.stderr).not.toMatch(/hunter2|12345678901/);
});

test('problems are JSON when asked for', async () => {
  const end = await check('raed_only = true\n', ['--output', 'json']);
  expect(end).toMatchObject({ status: 2, stderr: '' });
  expect(JSON.parse(end.stdout)).toMatchObject({ valid: false, problems: [{ key: 'raed_only', line: 1 }] });
});

const HASH = hashToken('hunter2-a-long-random-token');

test('who may call is checked with the rest, all of it together', async () => {
  const end = await check(
    `[[auth.tokens]]\nuser = "bot"\nsha256 = "hunter2-plain"\nroles = ["veiwer"]\n[auth.jwt]\nissuer = "https://login.example.com"\naudience = "fleet"\nalgorithms = ["HS256"]\n[auth.roles.viewer]\naccess = "read-only"\n`,
  );
  expect(end).toMatchObject({ status: 2, stderr: '' });
  expect(end.stdout).toMatch(/^The configuration has 3 problems:/);
  expect(end.stdout).toMatch(/^- auth\.tokens\[0\]\.sha256 .*line 3\)/m);
  expect(end.stdout).toMatch(/^- auth\.tokens\[0\]\.roles\[0\] .*line 4\)\. Did you mean "viewer"\?/m);
  expect(end.stdout).toMatch(/^- auth\.jwt\.algorithms\[0\] .*line 8\)/m);
  expect(end.stdout).not.toContain('hunter2');
});

test.each([
  ['[auth.roles.dev]\naccess = "full"\nclusters = "env=("', /auth\.roles\.dev\.clusters/],
  ['[auth.roles.dev]\naccess = "full"\nclusters = "active"', /auth\.roles\.dev\.clusters .*active/],
  ['[auth.roles.dev]\naccess = "full"\ntoolsets = ["coer"]', /auth\.roles\.dev\.toolsets .*"coer".*Did you mean "core"/],
  ['[auth.jwt]\nissuer = "login"\naudience = "fleet"\n[auth.roles.dev]\naccess = "full"', /auth\.jwt\.issuer .*jwks_uri/],
  ['auth_token = "short"', /shorter than 16/],
])('%s is refused', async (toml, message) => {
  const end = await check(`${toml}\n`);
  expect(end).toMatchObject({ status: 2, stderr: '' });
  expect(end.stdout).toMatch(message);
});

test('--verbose shows tokens without their hash', async () => {
  const toml = `[[auth.tokens]]\nuser = "bot"\nsha256 = "${HASH}"\nroles = ["dev"]\n[auth.roles.dev]\naccess = "full"\nclusters = "env=dev"\n`;
  const end = await check(toml, ['--verbose']);
  expect(end).toMatchObject({ status: 0, stderr: '' });
  expect(end.stdout).toMatch(/^auth\.tokens +\[\{"user":"bot","sha256":"\(set\)","roles":\["dev"\]\}\] +file$/m);
  expect(end.stdout).toMatch(/^auth\.roles +\{"dev":\{"access":"full","clusters":"env=dev"\}\} +file$/m);
  expect(end.stdout).toMatch(/^auth\.jwt\.issuer +- +default$/m);
  expect(end.stdout).not.toContain(HASH);
});
