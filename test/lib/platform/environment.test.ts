import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  CHILD_ENVIRONMENT_BASE,
  childEnvironment,
  expandHome,
  homeDirectory,
  hostEnvironment,
} from '../../../src/lib/platform/environment.js';

describe('childEnvironment', () => {
  const host = { PATH: '/bin', HOME: '/home/bob', AWS_PROFILE: 'prod', AWS_SECRET_ACCESS_KEY: 'x', GITHUB_TOKEN: 'y', EMPTY: undefined };

  it('gives a child what it needs to run and nothing that authorises', () => {
    expect(childEnvironment(undefined, {}, host)).toEqual({ PATH: '/bin', HOME: '/home/bob' });
  });

  it('takes names, prefixes and extra values; undefined removes', () => {
    expect(childEnvironment(['PATH', 'AWS_*', 'EMPTY'], { RANCHER_TOKEN: 't', AWS_SECRET_ACCESS_KEY: undefined }, host)).toEqual({
      PATH: '/bin',
      AWS_PROFILE: 'prod',
      RANCHER_TOKEN: 't',
    });
    expect(childEnvironment([], {}, host)).toEqual({});
  });

  it('lists no credential in its base', () => {
    expect(CHILD_ENVIRONMENT_BASE.filter((name) => /TOKEN|SECRET|KEY|PASSWORD|KUBECONFIG/i.test(name))).toEqual([]);
  });
});

describe('home folder', () => {
  it('is HOME, else what the system says', () => {
    expect(homeDirectory({ HOME: '/home/bob' })).toBe('/home/bob');
    expect(homeDirectory({ HOME: '' })).toBe(homedir());
  });

  it.each([
    ['~', '/home/bob'],
    ['~/a/b', '/home/bob/a/b'],
    ['~bob/a', '~bob/a'],
    ['/a/~/b', '/a/~/b'],
    ['a', 'a'],
  ])('%s becomes %s', (path, expanded) => {
    expect(expandHome(path, { HOME: '/home/bob' })).toBe(expanded);
  });
});

it('hostEnvironment is a frozen copy', () => {
  const environment = hostEnvironment();
  expect(environment['PATH']).toBeDefined();
  expect(Object.isFrozen(environment)).toBe(true);
});
