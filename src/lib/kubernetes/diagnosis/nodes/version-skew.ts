import { textAt } from '../../object-values.js';
import type { Finding } from '../finding.js';
import { nodeFinding, type NodeEvidence } from './node-evidence.js';

/** Kubelets that are newer than their API server, or too old for it: https://kubernetes.io/releases/version-skew-policy/ */
export function versionSkew(evidence: NodeEvidence): readonly Finding[] {
  const kubelet = textAt(evidence.node, 'status', 'nodeInfo', 'kubeletVersion');
  const ofKubelet = minorOf(kubelet);
  const ofServer = minorOf(evidence.serverVersion);
  if (ofKubelet === undefined || ofServer === undefined) return [];
  const allowed = ofServer >= 28 ? 3 : 2;
  const behind = ofServer - ofKubelet;
  if (behind >= 0 && behind <= allowed) return [];
  return [
    nodeFinding(evidence, {
      severity: 'warning',
      code: 'VersionSkew',
      title: behind < 0 ? 'its kubelet is newer than the API server' : 'its kubelet is too old for the API server',
      facts: [`kubelet ${kubelet ?? ''}, API server ${evidence.serverVersion ?? ''}`],
      meaning:
        behind < 0
          ? 'this is not supported: API servers are updated first'
          : `at most ${allowed} minor releases behind are supported: update the node`,
    }),
  ];
}

function minorOf(version: string | undefined): number | undefined {
  const minor = /^v?1\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
