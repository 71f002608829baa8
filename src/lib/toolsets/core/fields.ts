import { z } from 'zod';

/** Shared parameters: one schema and one description each, so that they mean the same everywhere. */
export const namespaceField = z.string().min(1).describe('Namespace');
export const optionalNamespaceField = namespaceField.optional().describe("Namespace; default: the kubeconfig's");
export const allNamespacesField = namespaceField.optional().describe('Namespace; default: all');
export const nameField = z.string().min(1).describe('Object name');
export const labelSelectorField = z.string().min(1).max(2000).optional().describe('app=web,tier!=cache');
export const fieldSelectorField = z.string().min(1).max(2000).optional().describe('status.phase=Running');
export const limitField = z.int().min(0).max(10_000).optional().describe('Rows at most; 0 = all');
export const continueField = z.string().min(1).max(8000).optional().describe('Token of the previous answer');

/** Rows of a list when the caller names no limit: about 15 KB of text for pods. */
export const DEFAULT_LIMIT = 200;
