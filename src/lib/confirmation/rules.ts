import type { Operation, OperationEffect } from '../operation.js';
import { compileGlob } from '../platform/glob.js';
import { parseKindPattern } from '../policy/kind-pattern.js';
import { compileNamespaces } from '../policy/namespace-pattern.js';
import { every, kindFit, namespaceFit, placeFit, type Fit, type Subject } from './fit.js';
import type { Touched } from './touched.js';

/** Which calls are asked about. Members that are absent hold for everything; the first rule that fits a call decides. */
export interface ConfirmationRule {
  /** Names or globs. */
  readonly operations?: readonly string[] | undefined;
  readonly effects?: readonly OperationEffect[] | undefined;
  /** Names or globs. */
  readonly clusters?: readonly string[] | undefined;
  readonly environments?: readonly string[] | undefined;
  /** As in `denied_kinds`. */
  readonly kinds?: readonly string[] | undefined;
  /** As in `denied_namespaces`. */
  readonly namespaces?: readonly string[] | undefined;
  /** False exempts what it fits from the rules below it. */
  readonly ask: boolean;
}

interface CompiledRule {
  readonly ask: boolean;
  readonly ofOperation: (operation: Operation) => boolean;
  readonly fit: (subject: Subject, touched: Touched) => Promise<Fit>;
}

/** The rules of a fleet, checked with its configuration. */
export class ConfirmationRules {
  readonly #rules: readonly CompiledRule[];

  constructor(rules: readonly ConfirmationRule[]) {
    this.#rules = rules.map(compile);
  }

  /** Nothing is ever asked. */
  get empty(): boolean {
    return !this.#rules.some(({ ask }) => ask);
  }

  /**
   * The place of the rule that asks about a call; undefined when none does. What cannot be told from the input is asked about, and
   * is never exempt.
   */
  async asking(subject: Subject): Promise<number | undefined> {
    for (const touched of subject.touched) {
      const place = await this.#askingOne(subject, touched);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  /** True when some call of the operation may be asked about. */
  mayAsk(operation: Operation): boolean {
    // What the calls that it makes in turn are, is known when it is called.
    if (operation.calls !== undefined) return !this.empty;
    return this.#rules.some((rule) => rule.ask && rule.ofOperation(operation));
  }

  async #askingOne(subject: Subject, touched: Touched): Promise<number | undefined> {
    for (const [place, { ask, ofOperation, fit }] of this.#rules.entries()) {
      if (!ofOperation(subject.operation)) continue;
      const fits = await fit(subject, touched);
      if (fits === 'yes') return ask ? place : undefined;
      if (fits === 'maybe' && ask) return place;
    }
    return undefined;
  }
}

function compile({ operations, effects, clusters, environments, kinds, namespaces, ask }: ConfirmationRule): CompiledRule {
  const named = anyOf(operations);
  const onCluster = anyOf(clusters);
  const ofKinds = kinds?.flatMap((text) => parseKindPattern(text) ?? []);
  let compiling: ReturnType<typeof compileNamespaces> | undefined;
  return {
    ask,
    ofOperation: ({ name, effect }) => (named?.(name) ?? true) && (effects?.includes(effect) ?? true),
    fit: async (subject, touched) => {
      const inNamespace = namespaces === undefined ? undefined : await (compiling ??= compileNamespaces(namespaces));
      return every([
        onCluster === undefined ? 'yes' : placeFit(subject, ({ name }) => onCluster(name)),
        environments === undefined ? 'yes' : placeFit(subject, ({ environment }) => environments.includes(environment)),
        ofKinds === undefined ? 'yes' : kindFit(touched, ofKinds, ask),
        inNamespace === undefined ? 'yes' : namespaceFit(touched, (name) => inNamespace(name) !== undefined),
      ]);
    },
  };
}

function anyOf(patterns: readonly string[] | undefined): ((text: string) => boolean) | undefined {
  if (patterns === undefined) return undefined;
  const tests = patterns.map(compileGlob);
  return (text) => tests.some((test) => test(text));
}
