import { writeSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// Preloaded, this file registers itself as loader hooks: every module that is loaded goes to standard output as one line.
if (isMainThread) register(import.meta.url);

export async function load(url, context, nextLoad) {
  writeSync(1, `${url}\n`);
  return nextLoad(url, context);
}
