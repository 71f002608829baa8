import { describeAdapterContract } from './adapter.contract.js';
import { sdk } from './carriers/sdk.js';

await describeAdapterContract(sdk);
