import { resolve } from 'node:path';
import type { Credential, ExecCredentialPlugin } from '../clusters/connection.js';
import { flagOf, listOf, pemDataOf, type Place, recordOf, textListOf, textOf } from './kubeconfig-fields.js';
import { isRecord } from '../platform/plain-records.js';
import { kubeconfigProblem, quoted } from './kubeconfig-problem.js';

type Body = Readonly<Record<string, unknown>>;

/**
 * The user entry of a kubeconfig. Relative paths are taken from `baseDirectory`; inline data wins over a file, as with kubectl.
 * @throws FleetError KUBECONFIG_INVALID
 */
export function readCredential(body: Body, place: Place, baseDirectory: string): Credential {
  const file = (key: string): string | undefined => {
    const path = textOf(body, key, place);
    return path === undefined ? undefined : resolve(baseDirectory, path);
  };
  const clientCertificate = pemDataOf(body, 'client-certificate-data', 'CERTIFICATE', place);
  const clientKey = pemDataOf(body, 'client-key-data', 'PRIVATE KEY', place);
  const credential: Credential = {
    token: textOf(body, 'token', place),
    tokenFile: file('tokenFile'),
    clientCertificate,
    clientKey,
    clientCertificateFile: clientCertificate === undefined ? file('client-certificate') : undefined,
    clientKeyFile: clientKey === undefined ? file('client-key') : undefined,
    username: textOf(body, 'username', place),
    password: textOf(body, 'password', place),
    exec: readExec(recordOf(body, 'exec', place), place, baseDirectory),
    authProvider: readAuthProvider(recordOf(body, 'auth-provider', place), place),
    impersonate: readImpersonation(body, place),
  };
  const hasCertificate = clientCertificate !== undefined || credential.clientCertificateFile !== undefined;
  const hasKey = clientKey !== undefined || credential.clientKeyFile !== undefined;
  if (hasCertificate !== hasKey) {
    throw kubeconfigProblem(
      place.path,
      `${place.where}: ${hasKey ? 'client-key without client-certificate' : 'client-certificate without client-key'}`,
    );
  }
  return definedOnly(credential);
}

function readExec(exec: Body | undefined, outer: Place, baseDirectory: string): ExecCredentialPlugin | undefined {
  if (exec === undefined) return undefined;
  const place = { path: outer.path, where: `${outer.where}: exec` };
  const command = textOf(exec, 'command', place);
  if (command === undefined) throw kubeconfigProblem(place.path, `${place.where}: command is missing`);
  const apiVersion = textOf(exec, 'apiVersion', place);
  if (apiVersion === undefined || !/^client\.authentication\.k8s\.io\/v1(beta1)?$/.test(apiVersion)) {
    throw kubeconfigProblem(
      place.path,
      `${place.where}: apiVersion must be client.authentication.k8s.io/v1 or …/v1beta1${apiVersion === undefined ? '' : `, not ${quoted(apiVersion)}`}`,
    );
  }
  return {
    apiVersion,
    command,
    arguments: textListOf(exec, 'args', place),
    environment: Object.fromEntries(listOf(exec, 'env', place).map((item) => readVariable(item, place))),
    provideClusterInfo: flagOf(exec, 'provideClusterInfo', place),
    installHint: textOf(exec, 'installHint', place),
    baseDirectory,
  };
}

function readVariable(item: unknown, place: Place): [string, string] {
  const name = isRecord(item) ? textOf(item, 'name', place) : undefined;
  if (!isRecord(item) || name === undefined) throw kubeconfigProblem(place.path, `${place.where}: env must be a list of name and value`);
  return [name, textOf(item, 'value', { path: place.path, where: `${place.where}: env ${quoted(name)}` }) ?? ''];
}

function readAuthProvider(provider: Body | undefined, outer: Place): Credential['authProvider'] {
  if (provider === undefined) return undefined;
  const place = { path: outer.path, where: `${outer.where}: auth-provider` };
  const name = textOf(provider, 'name', place);
  if (name === undefined) throw kubeconfigProblem(place.path, `${place.where}: name is missing`);
  const config = recordOf(provider, 'config', place) ?? {};
  return { name, config: Object.fromEntries(Object.keys(config).map((key) => [key, textOf(config, key, place) ?? ''])) };
}

function readImpersonation(body: Body, place: Place): Credential['impersonate'] {
  // Dropping it would act with other rights than the file asks for.
  if (Object.keys(recordOf(body, 'as-user-extra', place) ?? {}).length > 0)
    throw kubeconfigProblem(place.path, `${place.where}: as-user-extra is not supported`);
  const user = textOf(body, 'as', place);
  const uid = textOf(body, 'as-uid', place);
  const groups = textListOf(body, 'as-groups', place);
  if (user === undefined && (uid !== undefined || groups.length > 0))
    throw kubeconfigProblem(place.path, `${place.where}: as-groups or as-uid without as`);
  return user === undefined ? undefined : definedOnly({ user, uid, groups: groups.length > 0 ? groups : undefined });
}

function definedOnly<Value extends object>(value: Value): Value {
  for (const key of Object.keys(value)) if (Reflect.get(value, key) === undefined) Reflect.deleteProperty(value, key);
  return value;
}
