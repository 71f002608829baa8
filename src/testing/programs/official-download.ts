import type { GoPlatform } from './cache.js';
import type { ProgramRelease } from './releases.js';

/** Where a release is published. */
export interface OfficialDownload {
  readonly url: string;
  /** The publisher's file of checksums. */
  readonly checksumUrl: string;
  /** Finds the SHA-256 of the download, as hexadecimal digits, in that file. */
  readonly checksumIn: (text: string) => string | undefined;
  /** The name of the program inside a .tar.gz; without it the download is the program. */
  readonly archiveMember?: string;
}

/** The official download of a program; undefined where its publisher offers none for this system. */
export function officialDownload(release: ProgramRelease, platform: GoPlatform): OfficialDownload | undefined {
  if (release.program === 'etcd') return etcd(release, platform);
  if (release.program === 'kwok') return kwok(release, platform);
  if (platform.system !== 'linux') return undefined;
  const url = `https://dl.k8s.io/v${release.version}/bin/linux/${platform.architecture}/${release.program}`;
  return { url, checksumUrl: `${url}.sha256`, checksumIn: (text) => sha256(text.trim().split(/\s/)[0]) };
}

function etcd(release: ProgramRelease, platform: GoPlatform): OfficialDownload | undefined {
  if (platform.system !== 'linux') return undefined;
  const folder = `https://github.com/etcd-io/etcd/releases/download/v${release.version}`;
  const stem = `etcd-v${release.version}-linux-${platform.architecture}`;
  const file = `${stem}.tar.gz`;
  return {
    url: `${folder}/${file}`,
    checksumUrl: `${folder}/SHA256SUMS`,
    checksumIn: (text) =>
      sha256(
        text
          .split('\n')
          .find((line) => line.trim().endsWith(` ${file}`))
          ?.split(/\s/)[0],
      ),
    archiveMember: `${stem}/etcd`,
  };
}

/** kwok publishes no file of checksums; GitHub's record of the release carries the digest of every file. */
function kwok(release: ProgramRelease, platform: GoPlatform): OfficialDownload {
  const file = `kwok-${platform.system}-${platform.architecture}`;
  return {
    url: `https://github.com/kubernetes-sigs/kwok/releases/download/v${release.version}/${file}`,
    checksumUrl: `https://api.github.com/repos/kubernetes-sigs/kwok/releases/tags/v${release.version}`,
    checksumIn: (text) => sha256(new RegExp(`"name":\\s*"${file}"[^}]*?"digest":\\s*"sha256:([0-9a-f]+)"`, 's').exec(flat(text))?.[1]),
  };
}

/** Without the nested `uploader` objects, so that the name and the digest of one file stand in one pair of braces. */
function flat(text: string): string {
  return text.replace(/"uploader":\s*\{[^}]*\}/g, '"uploader": null');
}

function sha256(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{64}$/i.test(text) ? text.toLowerCase() : undefined;
}
