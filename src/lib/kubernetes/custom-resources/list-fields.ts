import { z } from 'zod';
import { allNamespacesField, continueField, labelSelectorField, limitField } from '../fields.js';
import { deferred, once } from '../../platform/deferred.js';

/** Parameters of every list of custom resources. */
export const customListFields = deferred(() => ({
  namespace: allNamespacesField(),
  labelSelector: labelSelectorField(),
  limit: limitField(),
  continue: continueField(),
}));

/** The object that a diagnosis is about; all of them where it is absent. */
export const optionalNameField = once(() => z.string().min(1).optional().describe('Default: all'));
