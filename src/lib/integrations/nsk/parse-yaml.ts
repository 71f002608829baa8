import { FleetError } from '../../errors.js';

/** The document of a kubeconfig that came from somewhere. @throws FleetError KUBECONFIG_INVALID */
export async function parseYaml(text: string, from: string): Promise<unknown> {
  const { load } = await import('js-yaml');
  try {
    return load(text);
  } catch (error) {
    throw new FleetError('KUBECONFIG_INVALID', `What ${from} gave as a kubeconfig is no YAML.`, { cause: error });
  }
}
