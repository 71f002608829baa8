import { z } from 'zod';
import { eventFacts, eventsAbout } from '../../kubernetes/diagnosis/event-facts.js';
import { diagnosisOutput } from '../../kubernetes/diagnosis/finding.js';
import type { NodeEvidence } from '../../kubernetes/diagnosis/nodes/node-evidence.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { renderDiagnosis } from '../../kubernetes/diagnosis/render-diagnosis.js';
import { shapeDiagnosis } from '../../kubernetes/diagnosis/shape-diagnosis.js';
import { nameField } from '../../kubernetes/fields.js';
import { textAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const MOST_PODS = 500;
const MOST_EVENTS = 200;

export const nodesDiagnose = defineOperation({
  name: 'nodes_diagnose',
  title: 'Find out what is wrong with a node',
  description: 'Conditions, heartbeat, taints, capacity, skew, pods and warnings of a node, and what they mean.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ name: nameField().describe('Node') })),
  output: diagnosisOutput,
  handler: async (context, { name }) => {
    // Loaded by those who diagnose.
    const { judgeNode, nodeFacts } = await import('../../kubernetes/diagnosis/nodes/judge-node.js');
    const { cluster, signal } = context;
    const node = await cluster.get({ apiVersion: 'v1', kind: 'Node' }, name, { signal });
    const reading = new Reading(context);
    const [lease, pods, events, serverVersion] = await Promise.all([
      reading.object('heartbeat lease', 'coordination.k8s.io/v1', 'Lease', name, 'kube-node-lease'),
      reading.objects('pods of the node', { apiVersion: 'v1', kind: 'Pod', fieldSelector: `spec.nodeName=${name}`, limit: MOST_PODS }),
      reading.objects('events of the node', {
        apiVersion: 'v1',
        kind: 'Event',
        fieldSelector: `type!=Normal,involvedObject.kind=Node,involvedObject.name=${name}`,
        limit: MOST_EVENTS,
      }),
      reading.part('version of the API server', async () =>
        textAt((await cluster.request({ path: '/version', signal })).json(), 'gitVersion'),
      ),
    ]);
    // Kubelets name their node as its uid, controllers use the real one: the name decides.
    const about = eventsAbout(
      eventFacts(events).map((event) => ({ ...event, about: { ...event.about, uid: undefined } })),
      node,
      'Node',
    );
    const evidence: NodeEvidence = { node, lease, pods, serverVersion, events: about, now: reading.now };
    return shapeDiagnosis({
      subject: `Node ${name}`,
      cluster: cluster.cluster.name,
      facts: nodeFacts(evidence),
      findings: judgeNode(evidence),
      notChecked: reading.notChecked,
      complete: true,
    });
  },
  render: renderDiagnosis,
});
