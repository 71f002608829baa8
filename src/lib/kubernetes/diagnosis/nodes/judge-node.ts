import { textAt } from '../../object-values.js';
import { countOf } from '../fact-text.js';
import type { Finding } from '../finding.js';
import { capacityFacts, nodeCapacity } from './node-capacity.js';
import { nodeConditions } from './node-conditions.js';
import type { NodeEvidence, NodeRule } from './node-evidence.js';
import { nodeEvents } from './node-events.js';
import { nodePods } from './node-pods.js';
import { nodeReady } from './node-ready.js';
import { nodeScheduling } from './node-scheduling.js';
import { versionSkew } from './version-skew.js';

const RULES: readonly NodeRule[] = [nodeReady, nodeConditions, nodeScheduling, nodeCapacity, versionSkew, nodePods, nodeEvents];

/** Everything that is wrong with one node. */
export function judgeNode(evidence: NodeEvidence): readonly Finding[] {
  return RULES.flatMap((rule) => rule(evidence));
}

/** The facts of a node whatever its state. */
export function nodeFacts(evidence: NodeEvidence): string[] {
  const { node, pods } = evidence;
  return [
    [
      `kubelet ${textAt(node, 'status', 'nodeInfo', 'kubeletVersion') ?? 'unknown'}`,
      textAt(node, 'status', 'nodeInfo', 'osImage') ?? 'unknown system',
      `kernel ${textAt(node, 'status', 'nodeInfo', 'kernelVersion') ?? 'unknown'}`,
      textAt(node, 'status', 'nodeInfo', 'containerRuntimeVersion') ?? 'unknown runtime',
      countOf(pods.length, 'pod'),
    ].join(', '),
    ...capacityFacts(evidence),
  ];
}
