import { FleetError } from '../../lib/errors.js';

/** A program of a control plane and the release it comes from. */
export interface ProgramRelease {
  readonly program: 'etcd' | 'kwok' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';
  readonly version: string;
  /** Names the folder in the cache and in `src/testing/modules`. */
  readonly module: string;
  /** What `go build` builds. */
  readonly goPackage: string;
  readonly linkerFlags: string;
}

/** The Kubernetes versions a local cluster can have. */
export type KubernetesVersion = '1.24' | '1.24.17' | '1.36' | '1.36.3' | 'current';

/** What can be asked of a control plane's version. */
export type FullKubernetesVersion = '1.24.17' | '1.36.3';

const FULL_VERSIONS: Readonly<Record<KubernetesVersion, FullKubernetesVersion>> = {
  '1.24': '1.24.17',
  '1.24.17': '1.24.17',
  '1.36': '1.36.3',
  '1.36.3': '1.36.3',
  'current': '1.36.3',
};

const ETCD_VERSION = '3.6.6';
const KWOK_VERSION = '0.8.0';

/** 1.24 reaches into the Go runtime in a way that newer linkers refuse unless told. */
const EXTRA_LINKER_FLAGS: Readonly<Record<FullKubernetesVersion, string>> = { '1.24.17': ' -checklinkname=0', '1.36.3': '' };

/** @throws FleetError INPUT_INVALID naming the versions there are. */
export function fullVersion(version: KubernetesVersion): FullKubernetesVersion {
  const full = Object.hasOwn(FULL_VERSIONS, version) ? FULL_VERSIONS[version] : undefined;
  if (full !== undefined) return full;
  throw new FleetError(
    'INPUT_INVALID',
    `No local control plane of version "${version}"; there are ${Object.keys(FULL_VERSIONS).join(', ')}.`,
  );
}

export function etcdRelease(): ProgramRelease {
  return {
    program: 'etcd',
    version: ETCD_VERSION,
    module: `etcd-${ETCD_VERSION}`,
    goPackage: 'go.etcd.io/etcd/server/v3',
    linkerFlags: '',
  };
}

export function kwokRelease(): ProgramRelease {
  return {
    program: 'kwok',
    version: KWOK_VERSION,
    module: `kwok-${KWOK_VERSION}`,
    goPackage: 'sigs.k8s.io/kwok/cmd/kwok',
    linkerFlags: '',
  };
}

export function kubernetesRelease(
  program: 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler',
  version: FullKubernetesVersion,
): ProgramRelease {
  return {
    program,
    version,
    module: `kubernetes-${version}`,
    goPackage: `k8s.io/kubernetes/cmd/${program}`,
    linkerFlags: `${versionStamp(version)}${EXTRA_LINKER_FLAGS[version]}`,
  };
}

/** With only one of the two packages stamped, `/version` answers v0.0.0. */
function versionStamp(version: FullKubernetesVersion): string {
  const [major = '', minor = ''] = version.split('.');
  const values = [`gitVersion=v${version}`, `gitMajor=${major}`, `gitMinor=${minor}`, 'gitTreeState=clean'];
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap((goPackage) => values.map((value) => `-X ${goPackage}.${value}`))
    .join(' ');
}
