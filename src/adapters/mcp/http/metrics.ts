import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallLimits, Fleet } from '../../../index.js';
import { AccessRefusal } from '../../http/access-refusal.js';
import { answerProblem, answerRefusal } from './answer.js';
import type { Door } from './door.js';

/** Metrics name clusters: they are behind the same door as the tools, and not for those who may know some clusters only. */
export async function answerMetrics(fleet: Fleet, door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const principal = await door(request);
  if (principal instanceof AccessRefusal) {
    answerRefusal(request, response, principal);
  } else if (!seesEveryCluster(principal.limits)) {
    const detail = 'The metrics name every cluster; the roles of this caller are for some of them.';
    answerProblem(request, response, { code: 'OPERATION_NOT_ALLOWED', detail });
  } else {
    const text = await fleet.metrics();
    response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(text);
  }
}

function seesEveryCluster({ clusters, grants }: CallLimits): boolean {
  return clusters === undefined && (grants?.some((grant) => grant.clusters === undefined) ?? true);
}
