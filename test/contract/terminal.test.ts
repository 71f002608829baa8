import { describeAdapterContract } from './adapter.contract.js';
import { terminal } from './carriers/terminal.js';

await describeAdapterContract(terminal);
