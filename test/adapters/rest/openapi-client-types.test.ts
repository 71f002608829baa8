import { afterAll, expect, test } from 'vitest';
import { openApiDocument } from '../../../src/adapters/rest/index.js';
import { createFleet } from '../../../src/index.js';
import { ownToolset } from '../../support/own-operations.js';
import { clientTypes } from './generated-client/client-types.js';
import { echoDelete, echoRead, echoWrite } from './own-rest-operations.js';

const OWN = [echoRead, echoWrite, echoDelete];

/** Types of a hundred operations are generated, checked and formatted. */
const GENERATING_MS = 90_000;

const builtIn = createFleet({});
const own = createFleet({ allow: OWN.map(({ name }) => name) }, { toolsets: [ownToolset(OWN)] });
afterAll(async () => {
  await builtIn.close();
  await own.close();
});

// Committed, so that the compiler judges every use of them (test/types/generated-client.ts) and a change of the API shows in a review.
test('the types of a client are the committed ones', { timeout: GENERATING_MS }, async () => {
  await expect(await clientTypes(openApiDocument(builtIn))).toMatchFileSnapshot('generated-client/fleet-api.d.ts');
});

test('so are those of operations with lists, objects and bodies', async () => {
  await expect(await clientTypes(openApiDocument(own))).toMatchFileSnapshot('generated-client/own-api.d.ts');
});
