import { describeAdapterContract } from './adapter.contract.js';
import { jsonTools } from './carriers/json-tools.js';
import { langchain } from './carriers/langchain.js';

await describeAdapterContract(jsonTools);
await describeAdapterContract(langchain);
