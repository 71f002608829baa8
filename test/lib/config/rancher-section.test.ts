import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/lib/config/load-config.js';
import { parseFleetConfig } from '../../../src/lib/config/parse-fleet-config.js';
import { configFile, failureOf } from './support.js';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const EU = '[rancher.eu]\nurl = "https://eu.example.com"\n';

async function problemsIn(content: string, environment: Record<string, string> = {}): Promise<string> {
  return (await failureOf(async () => loadConfig({ file: await configFile(content), environment }))).error.message;
}

describe('one Rancher', () => {
  it.each(['rancher_token = "t"', 'rancher_token_file = "/t"', 'rancher_token_secret = "tools/rancher#token"'])(
    '[nsk] takes its token as %s',
    async (token) => {
      const file = await configFile(`[nsk]\nmode = "rancher"\nrancher_url = "https://r"\n${token}\n`);
      const { config, warnings } = await loadConfig({ file, environment: {} });
      expect([config.nsk.enabled, config.nsk.mode, warnings]).toEqual([true, 'rancher', []]);
    },
  );

  it('[nsk] takes the authority as a file, or its checksum', async () => {
    const ca = await configFile(PEM);
    const pinned = `ca = "${ca}"\nca_checksum = "${'0f'.repeat(32)}"\n`;
    const { config } = await loadConfig({ file: await configFile(`[nsk]\nrancher_url = "https://r"\n${pinned}`), environment: {} });
    expect(config.nsk).toMatchObject({ ca, caChecksum: '0f'.repeat(32) });
  });

  it('a token of the environment takes the place of one that the file names otherwise', async () => {
    const file = await configFile('[nsk]\nrancher_url = "https://r"\nrancher_token_file = "/t"\n');
    const { config, provenance } = await loadConfig({ file, environment: { RANCHER_TOKEN: 'from-the-shell' } });
    expect(config.nsk).toMatchObject({ rancherToken: 'from-the-shell' });
    expect(config.nsk.rancherTokenFile).toBeUndefined();
    expect(provenance).toMatchObject({ 'nsk.rancher_token': 'environment', 'nsk.rancher_token_file': 'default' });
  });

  it('does not let KUBECONFIG of the shell add clusters to those of Rancher', async () => {
    const environment = { KUBECONFIG: '/shell/config' };
    for (const content of [`${EU}token = "t"\n`, '[nsk]\nrancher_url = "https://r"\n']) {
      expect((await loadConfig({ file: await configFile(content), environment })).config.kubeconfig, content).toBeUndefined();
    }
    const off = await configFile('[nsk]\nenabled = false\nrancher_url = "https://r"\n');
    expect((await loadConfig({ file: off, environment })).config.kubeconfig).toBe('/shell/config');
  });
});

describe('several Ranchers', () => {
  it('are taken again as they were checked', () => {
    const config = parseFleetConfig({
      rancher: { eu: { url: 'https://eu', token: 't', refreshInterval: '5m' }, us: { url: 'https://us', tokenFile: '/t' } },
    });
    expect(parseFleetConfig(config)).toEqual(config);
    expect(config.rancher['eu']).toMatchObject({ autoRefresh: true, refreshInterval: 300_000, kubeconfigs: 'token', environments: {} });
  });
});

describe('problems of a Rancher', () => {
  it.each([
    ['[rancher.eu]\ntoken = "t"', 'rancher.eu.url is missing'],
    ['[rancher.eu]\nurl = "eu.example.com"\ntoken = "t"', 'rancher.eu.url must be a URL'],
    [EU, 'rancher.eu has no token'],
    [`${EU}token = "t"\ntoken_file = "/t"`, 'rancher.eu.token_file stands beside rancher.eu.token, and only one can be the token'],
    [`${EU}token = "t"\ntoken_secret = "a/b#c"`, 'rancher.eu.token_secret stands beside rancher.eu.token'],
    [`${EU}token_secret = "rancher#token"`, 'rancher.eu.token_secret must be NAMESPACE/NAME#KEY'],
    [`${EU}token_secret = "a/b"`, 'must be NAMESPACE/NAME#KEY'],
    [`${EU}token = "t"\npattern = "(["`, 'rancher.eu.pattern is not a regular expression'],
    [`${EU}token = "t"\npattern = "(?=x)"`, 'rancher.eu.pattern looks around'],
    [`${EU}token = "t"\nca = "/nowhere/ca.pem"`, 'rancher.eu.ca "/nowhere/ca.pem" does not exist'],
    [`${EU}token = "t"\nca = "/"`, 'rancher.eu.ca "/" is a directory'],
    [`${EU}token = "t"\nca_checksum = "0f0f"`, 'rancher.eu.ca_checksum must be a SHA-256'],
    [`${EU}token = "t"\nca_checksum = "${'0g'.repeat(32)}"`, 'must be a SHA-256'],
    [`${EU}token = "t"\ninsecure = true\nca_checksum = "${'0f'.repeat(32)}"`, 'rancher.eu.insecure accepts any certificate, while'],
    [`${EU}token = "t"\nenvironments = { a = "b" }`, 'rancher.eu.environments needs environment_label'],
    [`${EU}token = "t"\nkubeconfigs = "generated"`, 'must be one of "token", "generate", "ext" (file'],
    [`${EU}token = "t"\nprefix = "-eu"`, 'rancher.eu.prefix must be letters'],
    [`${EU}token = "t"\nprefix = "eu/"`, 'rancher.eu.prefix must be letters'],
    [`${EU}token = "t"\nrefresh_interval = "soon"`, 'rancher.eu.refresh_interval "soon" is not a duration'],
    [`${EU}token = "t"\nrancher_url = "x"`, 'rancher.eu.rancher_url is not a key'],
    [`${EU}token = "t"\ntokenfile = "x"`, 'Did you mean "token_file"?'],
    ['[rancher.nsk]\nurl = "https://r"\ntoken = "t"', 'rancher.nsk has the name of the section [nsk]'],
    ['[rancher."a b"]\nurl = "https://r"\ntoken = "t"', 'rancher."a b" has a name that cannot be used'],
    ['[rancher]\nurl = "https://r"', 'rancher.url must be a table, not a string'],
    ['[nsk]\nmode = "native"', 'nsk.mode must be one of "auto", "nsk", "rancher"'],
    ['[nsk]\nmode = "rancher"\nrancher_token = "t"', 'nsk.rancher_url is needed with mode = "rancher"'],
    ['[nsk]\nmode = "rancher"\nrancher_url = "https://r"', 'nsk.rancher_token is needed with mode = "rancher"'],
    ['[nsk]\nmode = "nsk"\nkubeconfigs = "generate"', 'nsk.kubeconfigs needs mode = "rancher"'],
    ['[nsk]\nkubeconfigs = "ext"', 'nsk.kubeconfigs needs mode = "rancher"'],
    ['[nsk]\nmode = "nsk"\ncluster_ids = ["c-1"]', 'nsk.cluster_ids needs mode = "rancher"'],
    [`${EU}token = "t"\ncluster_ids = ["Prod 1"]`, 'rancher.eu.cluster_ids[0] must be the id of a cluster'],
    [`${EU}token = "t"\ndirect_endpoints = true`, 'rancher.eu.direct_endpoints needs kubeconfigs = "generate" or "ext"'],
    ['[nsk]\nrancher_token = "t"\nrancher_token_file = "/t"', 'nsk.rancher_token_file stands beside nsk.rancher_token'],
  ])('%s', async (content, message) => {
    expect(await problemsIn(`${content}\n`)).toContain(message);
  });

  it('a file that holds no certificate, or far too much, is no authority', async () => {
    for (const [content, message] of [
      ['no certificate', 'holds no PEM certificate'],
      [PEM.repeat(20_000), 'is too large for a certificate'],
    ] as const) {
      const ca = await configFile(content);
      expect(await problemsIn(`${EU}token = "t"\nca = "${ca}"\n`)).toContain(message);
    }
  });

  it('a section that is off is not held to what is outside of it', async () => {
    const file = await configFile('[nsk]\nenabled = false\nmode = "rancher"\nca = "/nowhere"\n');
    expect((await loadConfig({ file, environment: {} })).config.nsk.enabled).toBe(false);
  });

  it('come all together, each where it stands, and hold no token', async () => {
    const canary = 'token-abcde:canary7f3a9';
    const file = await configFile(
      ['[rancher.a]', 'url = "a"', `token = "${canary}"`, 'token_file = "/t"', '[rancher.b]', 'url = 5', 'ca = "/nowhere"'].join('\n'),
    );
    const { error, problems } = await failureOf(() => loadConfig({ file, environment: {} }));
    expect(problems.map(({ key, line }) => `${key} ${String(line)}`).sort()).toEqual([
      'rancher.a.token_file 4',
      'rancher.a.url 2',
      'rancher.b 5',
      'rancher.b.ca 7',
      'rancher.b.url 6',
    ]);
    expect(JSON.stringify(error) + error.message).not.toContain('canary');
  });

  it('two in one folder are refused, by whatever key', async () => {
    const us = '[rancher.us]\nurl = "https://us"\ntoken = "t"\n';
    const both = (first: string, second: string): string => `${EU}token = "t"\n${first}\n${us}${second}\n`;
    expect(await problemsIn(both('directory = "/x/y"', 'directory = "/x/./y/"'))).toContain(
      'rancher.us.directory is the folder of eu as well: /x/y',
    );
    expect(await problemsIn(`kubeconfig_dir = "/x"\n[nsk]\nrancher_url = "https://r"\n${EU}token = "t"\ndirectory = "/x"\n`)).toContain(
      'rancher.eu.directory is the folder of nsk as well: /x',
    );
    await failureOf(() =>
      parseFleetConfig({
        rancher: { a: { url: 'https://a', token: 't', directory: '/x' }, b: { url: 'https://b', token: 't', directory: '/x' } },
      }),
    );
    const file = await configFile(`kubeconfig_dir = "/x"\n${EU}token = "t"\ndirectory = "/x"\n`);
    expect((await loadConfig({ file, environment: {} })).config.rancher['eu']?.directory).toBe('/x');
  });
});
