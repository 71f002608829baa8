import { describeAdapterContract } from './adapter.contract.js';
import { mcpStdio } from './carriers/mcp-stdio.js';

for (const carrier of mcpStdio) await describeAdapterContract(carrier);
