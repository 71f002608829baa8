import { z } from 'zod';
import { allNamespacesField, continueField, labelSelectorField, limitField } from '../fields.js';

/** Parameters of every list of custom resources. */
export const customListFields = {
  namespace: allNamespacesField,
  labelSelector: labelSelectorField,
  limit: limitField,
  continue: continueField,
};

/** The object that a diagnosis is about; all of them where it is absent. */
export const optionalNameField = z.string().min(1).optional().describe('Default: all');
