import { textTable, type Operation } from '../../index.js';
import { flagName, parametersOf, typeText } from './operation-parameters.js';

/** What `fleetwright call OPERATION --help` prints. */
export function operationHelp(operation: Operation): string {
  const parameters = parametersOf(operation);
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => ` --${flagName(name)} …`);
  const lines = [
    `Usage: fleetwright call ${operation.name}${required.join('')} [options]`,
    '',
    `${operation.title} (${operation.effect}). ${operation.description}`,
    '',
    parameters.length === 0 ? 'It takes no parameters.' : 'Parameters:',
  ];
  if (parameters.length > 0) {
    const rows = parameters.map(({ name, required: isRequired, schema, description }) => [
      `--${flagName(name)}${isRequired ? ' (required)' : ''}`,
      typeText(schema),
      description,
    ]);
    lines.push(
      ...textTable(['parameter', 'type', 'meaning'], rows)
        .split('\n')
        .map((line) => `  ${line}`),
    );
  }
  return [...lines, '', 'fleetwright call --help shows the other options.'].join('\n');
}
