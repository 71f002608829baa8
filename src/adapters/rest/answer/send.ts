import type { ServerResponse } from 'node:http';
import type { ProblemAnswer } from './problem.js';

/** A whole answer that no cache keeps. */
export function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}

export function sendProblem(response: ServerResponse, { problem, headers }: ProblemAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (problem.cluster !== undefined) nameCluster(response, problem.cluster);
  send(response, problem.status, 'application/problem+json', JSON.stringify(problem));
}

/** Says in a header which cluster answered; signs that a header cannot hold are percent-encoded. */
export function nameCluster(response: ServerResponse, cluster: string): void {
  response.setHeader('X-Fleetwright-Cluster', /^[!-$&-~]+$/.test(cluster) ? cluster : encodeURIComponent(cluster));
}
