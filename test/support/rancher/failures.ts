import type { ServerResponse } from 'node:http';

/** An answer that the server gives so many times before it works again. */
export interface Failures {
  /** Paths that it is for. */
  readonly path: RegExp;
  times: number;
  /**
   * `502 html`: what an ingress says while Rancher restarts. `hang`: nothing, ever. `drop`: the connection ends. `drop after`: what was
   * asked for is done, but its answer never arrives.
   */
  readonly answer: 429 | 500 | '502 html' | '302' | '307' | 'hang' | 'drop' | 'drop after';
  /** Where a redirect leads. @default a page to log in */
  readonly location?: string;
  /** Header `Retry-After` of a 429. */
  readonly retryAfter?: string;
}

/** Whether the answer to this is to get lost. */
export function dropsAfter(failures: Failures[], path: string): boolean {
  const due = failures.find((each) => each.times > 0 && each.answer === 'drop after' && each.path.test(path));
  if (due !== undefined) due.times -= 1;
  return due !== undefined;
}

/** Gives the next failure that is due for a path; false when there is none. */
export function failNow(failures: Failures[], path: string, response: ServerResponse): boolean {
  const due = failures.find((each) => each.times > 0 && each.answer !== 'drop after' && each.path.test(path));
  if (due === undefined) return false;
  due.times -= 1;
  switch (due.answer) {
    case 429:
      response.writeHead(429, { 'content-type': 'text/plain', ...(due.retryAfter === undefined ? {} : { 'retry-after': due.retryAfter }) });
      response.end('Too Many Requests');
      break;
    case 500:
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ type: 'error', status: 500, code: 'ServerError', message: 'etcdserver: request timed out' }));
      break;
    case '502 html':
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>');
      break;
    case '302':
    case '307':
      response.writeHead(Number(due.answer), { location: due.location ?? 'https://login.example.com/dashboard/auth/login' }).end();
      break;
    case 'drop':
      response.destroy();
      break;
    case 'hang':
    case 'drop after':
      break;
  }
  return true;
}
