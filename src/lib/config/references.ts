import { homeDirectory, type Environment } from '../platform/environment.js';

/** A string with its `${NAME}` references read from the environment, or the names that could not be. */
export interface ResolvedReferences {
  readonly value: string;
  readonly missing: readonly string[];
  readonly malformed: readonly string[];
}

/** Replaces `${NAME}`; `$${NAME}` stays as the text `${NAME}`. */
export function resolveReferences(text: string, environment: Environment): ResolvedReferences {
  const missing: string[] = [];
  const malformed: string[] = [];
  const value = text.replace(/(\$?)\$\{([^}]*)\}/g, (whole, escaped: string, name: string) => {
    if (escaped !== '') return whole.slice(1);
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      malformed.push(whole.slice(0, 40));
      return whole;
    }
    const found = environment[name];
    if (found === undefined) missing.push(name);
    return found ?? '';
  });
  return { value, missing, malformed };
}

/** `~` and `~/…` with the home folder; in a list of paths each member. */
export function resolveHome(text: string, environment: Environment, isPathList: boolean): string {
  if (!text.includes('~')) return text;
  const home = homeDirectory(environment);
  return text.replace(isPathList ? /(^|:)~(?=\/|:|$)/g : /^()~(?=\/|$)/, (_whole, before: string) => `${before}${home}`);
}
