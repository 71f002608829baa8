import { z } from 'zod';
import { deferred } from '../platform/deferred.js';
import { authSection } from './auth-section.js';
import { confirmationSection } from './confirmation-section.js';
import { execSection } from './exec-section.js';
import { filesSection } from './files-section.js';
import { generalKeys } from './general-section.js';
import { helmSection } from './helm-section.js';
import { nskSection } from './nsk-section.js';
import { pluginsSection } from './plugins-section.js';
import { rancherSection } from './rancher-section.js';
import { teleportSection } from './teleport-section.js';

/**
 * The whole configuration in camelCase; the file spells the same keys in snake_case. It is hundreds of schemas: sections are functions, so
 * that they are made with the first configuration that is read, not with the import of the library.
 */
export const fleetConfigSchema = deferred(() =>
  z.strictObject({
    ...generalKeys(),
    auth: authSection().prefault({}),
    confirmation: confirmationSection().prefault({}),
    nsk: nskSection().prefault({}),
    rancher: rancherSection(),
    teleport: teleportSection().prefault({}),
    plugins: pluginsSection().prefault({}),
    helm: helmSection().prefault({}),
    files: filesSection().prefault({}),
    exec: execSection().prefault({}),
  }),
);

/** What a program passes: every key optional, durations as `'30s'` or milliseconds. */
export type FleetConfigInput = z.input<typeof fleetConfigSchema>;

/** The checked configuration: defaults filled in, durations in milliseconds, `nsk.enabled` decided. */
export type FleetConfig = z.output<typeof fleetConfigSchema> & { readonly nsk: { readonly enabled: boolean } };
