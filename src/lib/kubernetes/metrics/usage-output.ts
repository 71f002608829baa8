import { deferred } from '../../platform/deferred.js';
import { tableOutput } from '../listing/list-output.js';

/** A table of usage: whole, but for how many rows of it are shown. */
export const usageOutput = deferred(() => tableOutput.omit({ items: true, format: true, continue: true, from_cache: true }));
