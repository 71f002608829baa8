import { z } from 'zod';
import { customField, duration, list, optionalText, table, text, toggle } from './fields.js';

const PROXY_RULE = 'must be host:port, such as "teleport.example.com:443"';
const proxyUrl = () =>
  z.string({ error: PROXY_RULE }).refine((value) => {
    const port = /^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(value)?.[1];
    return port !== undefined && Number(port) > 0 && Number(port) <= 65_535;
  }, PROXY_RULE);

/** `[teleport.environments.NAME]`: one compliance zone each. */
const environmentSection = () =>
  z.strictObject({
    proxyUrl: customField(proxyUrl(), { kind: 'text', description: 'Address of the Teleport proxy: host:port.' }),
    cluster: optionalText('Name of the Teleport cluster behind the proxy.'),
    allowedClusters: list('Names or globs of the Kubernetes clusters that may be used through it; empty: all it offers.'),
    requiredRoles: list('Roles that a session must carry before it is used.'),
    kubernetesEnabled: toggle(true, 'Use its Kubernetes clusters.'),
  });

const kubernetesSection = () =>
  z.strictObject({
    autoDiscovery: toggle(true, 'List the Kubernetes clusters of the active profiles.'),
    requiredGroups: list('Kubernetes groups that a session must carry before it is used.'),
  });

/** `[teleport]`. */
export const teleportSection = () =>
  z.strictObject({
    enabled: toggle(false, 'Use Teleport sessions.'),
    tshPath: text('tsh', 'The `tsh` program: a path, or a name to look for on PATH.', 'path'),
    defaultProfile: optionalText('Profile used by operations that name none.'),
    autoRenew: toggle(false, 'Renew sessions before they end, where that needs no person.'),
    renewThreshold: duration('2h', 'Renew when less time than this is left.', 1_000),
    sessionTimeout: duration('8h', 'Length of the sessions that are asked for.', 1_000),
    requireValidAuth: toggle(false, 'Refuse every operation while no Teleport session is valid.'),
    environments: table(environmentSection(), 'The Teleport environments, one compliance zone each.'),
    kubernetes: kubernetesSection().prefault({}),
  });
