import { describeAdapterContract } from './adapter.contract.js';
import { rest } from './carriers/rest.js';

await describeAdapterContract(rest);
