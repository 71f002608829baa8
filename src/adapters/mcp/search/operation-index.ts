import type MiniSearch from 'minisearch';
import { operationSchemas, type CallLimits, type Fleet, type Operation } from '../../../index.js';

interface Entry {
  readonly id: string;
  readonly words: string;
  readonly title: string;
  readonly description: string;
  readonly toolset: string;
  readonly parameters: string;
}

/** Finds operations by what they do. The index is made when first asked, and anew after `forget`. */
export class OperationIndex {
  readonly #fleet: Fleet;
  #index: Promise<MiniSearch<Entry>> | undefined;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** The best matches first, of what calls within the limits may use; an empty query finds everything, by name. */
  async search(query: string, limits: CallLimits): Promise<readonly Operation[]> {
    const offered = new Map(this.#fleet.operations.list(limits).map((operation) => [operation.name, operation]));
    if (query.trim() === '') return [...offered.values()];
    const index = await (this.#index ??= this.#build());
    const every = index.search(query, { prefix: true, fuzzy: 0.2, boost: { words: 4, title: 3, toolset: 2, description: 2 } });
    return every.flatMap(({ id }) => offered.get(String(id)) ?? []);
  }

  forget(): void {
    this.#index = undefined;
  }

  async #build(): Promise<MiniSearch<Entry>> {
    const { default: Index } = await import('minisearch');
    const index = new Index<Entry>({ fields: ['words', 'title', 'description', 'toolset', 'parameters'] });
    index.addAll(this.#fleet.operations.list({}).map((operation) => this.#entry(operation)));
    return index;
  }

  #entry(operation: Operation): Entry {
    const { name, title, description } = operation;
    const toolset = this.#fleet.operations.toolsetOf(name) ?? '';
    return { id: name, words: `${name} ${name.replaceAll('_', ' ')}`, title, description, toolset, parameters: parametersOf(operation) };
  }
}

function parametersOf(operation: Operation): string {
  const { properties } = operationSchemas(operation).input;
  return typeof properties === 'object' && properties !== null ? Object.keys(properties).join(' ') : '';
}
