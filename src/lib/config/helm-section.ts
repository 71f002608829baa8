import { z } from 'zod';
import { compileGlob } from '../platform/glob.js';
import { customField, list, optionalText, table, text } from './fields.js';

const repository = () =>
  z
    .string()
    .regex(/^https?:\/\/[A-Za-z0-9.[\]:-]+(\/[A-Za-z0-9._~+/-]*)?$/, 'must be a URL such as "https://charts.example.com", without a login');

const allowedCharts = () =>
  z
    .array(
      z
        .string()
        .min(1, 'must not be empty')
        .refine(isReadableGlob, 'is not a glob that can be read, such as "stable/*" or "oci://registry.example.com/charts/*"'),
    )
    .optional();

/** `[helm]`: charts and where they may come from. */
export const helmSection = () =>
  z.strictObject({
    helmPath: text('helm', 'The `helm` program, version 3.13 or later or 4: a path, or a name to look for on PATH.', 'path'),
    repositories: table(repository(), 'Chart repositories: name = "URL". Charts of it are written `name/chart`.'),
    allowedCharts: customField(allowedCharts(), {
      kind: 'list',
      description:
        'Globs of the only charts that may be used, as they are written in a call (`stable/*`, `oci://registry.example.com/charts/*`, `./web`); `*` also stands for `/`. Absent: those of the repositories, of OCI registries and of https addresses.',
    }),
    chartsDir: optionalText('The only folder that charts of this machine are read from; they are written `./chart`. Absent: none is.', {
      kind: 'path',
    }),
    registryConfig: optionalText('File with logins of OCI registries, as `helm registry login` writes it.', { kind: 'path' }),
    caFile: optionalText('File with the certificate authorities of chart servers, PEM. Absent: those of the system.', { kind: 'path' }),
    httpHosts: list('Hosts (`host` or `host:port`) whose charts are fetched over http, not https. For test installations only.'),
  });

function isReadableGlob(pattern: string): boolean {
  try {
    compileGlob(pattern);
    return true;
  } catch {
    return false;
  }
}
