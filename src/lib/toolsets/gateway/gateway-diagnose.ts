import { z } from 'zod';
import { optionalNameField } from '../../kubernetes/custom-resources/list-fields.js';
import { openGroup } from '../../kubernetes/custom-resources/served-group.js';
import { tally } from '../../kubernetes/custom-resources/tally.js';
import { countOf } from '../../kubernetes/diagnosis/fact-text.js';
import { diagnosisOutput } from '../../kubernetes/diagnosis/finding.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { renderDiagnosis } from '../../kubernetes/diagnosis/render-diagnosis.js';
import { shapeDiagnosis } from '../../kubernetes/diagnosis/shape-diagnosis.js';
import { allNamespacesField } from '../../kubernetes/fields.js';
import { textAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { GATEWAY_API } from './gateway-objects.js';
import { judgeGateway } from './judge-gateway.js';
import { judgeRoute } from './judge-route.js';
import { readGateways } from './read-gateways.js';
import { deferred } from '../../platform/deferred.js';

export const gatewayDiagnose = defineOperation({
  name: 'gateway_diagnose',
  title: 'Find out what is wrong with gateways and routes',
  description:
    'Gateway API: gateways that are not accepted or programmed, broken listeners, routes that hang on nothing, backends that are missing or not permitted.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ name: optionalNameField().describe('Gateway; default all'), namespace: allNamespacesField() })),
  output: diagnosisOutput,
  handler: async (context, meant) => {
    const reading = new Reading(context);
    const facts = await readGateways(reading, await openGroup(context, GATEWAY_API), meant);
    const { gateways, routes, classes } = facts;
    const { name, namespace } = meant;
    return shapeDiagnosis({
      subject:
        name === undefined ? `Gateways and routes${namespace === undefined ? '' : ` in ${namespace}`}` : `Gateway ${name} and its routes`,
      cluster: context.cluster.cluster.name,
      facts: [
        countOf(gateways.items.length, 'gateway'),
        `routes: ${tally(routes.items.map((route) => textAt(route, 'kind') ?? ''))}`,
        `classes: ${classes.items.map((one) => textAt(one, 'metadata', 'name') ?? '').join(', ') || 'none'}`,
      ],
      findings: [
        ...gateways.items.flatMap((gateway) => judgeGateway(gateway, classes, reading.now)),
        ...routes.items.flatMap((route) => judgeRoute(route, facts, reading.now)),
      ],
      notChecked: reading.notChecked,
      complete: gateways.complete && routes.complete,
    });
  },
  render: renderDiagnosis,
});
