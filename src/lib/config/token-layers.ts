import { valueAt, withoutValue, type Layer } from './layer.js';

const TOKENS = ['rancherToken', 'rancherTokenFile', 'rancherTokenSecret'].map((key) => ['nsk', key]);

/** A token of a stronger source takes the place of a weaker one’s, whichever key each uses. Strongest first. */
export function withoutOverruledTokens(layers: readonly Layer[]): Layer[] {
  let decided = false;
  return layers.map((layer) => {
    const values = decided ? TOKENS.reduce(withoutValue, layer.values) : layer.values;
    decided ||= TOKENS.some((path) => valueAt(layer.values, path) !== undefined);
    return { ...layer, values };
  });
}
