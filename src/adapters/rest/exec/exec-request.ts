import type { IncomingMessage } from 'node:http';
import { FleetError } from '../../../index.js';
import { HttpFailure } from '../failure.js';

/** What a WebSocket is opened for. */
export interface ExecRequest {
  /** For `pods_exec`, with `cluster`. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly tty: boolean;
}

const PATH = /^\/v1\/clusters\/(?<cluster>[^/]+)\/namespaces\/(?<namespace>[^/]+)\/pods\/(?<pod>[^/]+)\/exec$/;
const PARAMETERS: readonly string[] = ['command', 'container', 'tty', 'confirmation'];

/** True for the path of an interactive command, whatever else is wrong with the request. */
export function isExecPath({ url = '' }: Pick<IncomingMessage, 'url'>): boolean {
  return PATH.test(url.split('?', 1)[0] ?? '');
}

/** @throws HttpFailure PATH_MALFORMED; FleetError INPUT_INVALID */
export function readExecRequest({ url = '' }: Pick<IncomingMessage, 'url'>): ExecRequest {
  const [path = '', ...query] = url.split('?');
  const { cluster = '', namespace = '', pod = '' } = PATH.exec(path)?.groups ?? {};
  const parameters = new URLSearchParams(query.join('?'));
  const unknown = [...parameters.keys()].find((key) => !PARAMETERS.includes(key));
  if (unknown !== undefined) throw wrong(unknown, `unknown parameter; there are ${PARAMETERS.join(', ')}`);
  const twice = PARAMETERS.slice(1).find((key) => parameters.getAll(key).length > 1);
  if (twice !== undefined) throw wrong(twice, 'given twice');
  const tty = parameters.get('tty') ?? 'false';
  if (tty !== 'true' && tty !== 'false') throw wrong('tty', 'is true or false');
  const container = parameters.get('container');
  const confirmation = parameters.get('confirmation');
  const input = {
    cluster: decoded(cluster),
    namespace: decoded(namespace),
    name: decoded(pod),
    command: parameters.getAll('command'),
    ...(container === null ? {} : { container }),
    ...(confirmation === null ? {} : { confirmation }),
  };
  return { input, tty: tty === 'true' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new HttpFailure('PATH_MALFORMED', 'A part of the path is not percent-encoded UTF-8.', { cause });
  }
}

function wrong(parameter: string, message: string): FleetError {
  const name = parameter.slice(0, 80);
  return new FleetError('INPUT_INVALID', `${JSON.stringify(name)}: ${message}. Nothing was done.`, { details: { parameter: name } });
}
