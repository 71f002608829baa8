import { realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { HelmSettings } from '../../context.js';
import { FleetError } from '../../errors.js';
import { compileGlob } from '../../platform/glob.js';
import { didYouMean } from '../../platform/nearest.js';

/** A chart as helm takes it. */
export interface ChartReference {
  /** Stands where helm expects a chart. */
  readonly chart: string;
  readonly flags: readonly string[];
}

/** Host and optional port; never a login. */
const HOST = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?';
const SEGMENT = '[A-Za-z0-9_][A-Za-z0-9._~+-]*';
const OCI = new RegExp(`^oci://(${HOST})(?:/${SEGMENT})+(?::[A-Za-z0-9_][A-Za-z0-9._-]*)?(?:@sha256:[0-9a-f]{64})?$`);
const ADDRESS = new RegExp(`^(https?)://(${HOST})(?:/${SEGMENT})*/${SEGMENT}\\.tgz$`);
const IN_REPOSITORY = /^([A-Za-z0-9][A-Za-z0-9._-]*)\/([A-Za-z0-9][A-Za-z0-9._-]*)$/;

/**
 * What a chart of a call means to helm. Only what the configuration lets through comes out: no flag, no other folder, no file address.
 * @throws FleetError INPUT_INVALID, OPERATION_NOT_ALLOWED, NOT_FOUND
 */
export async function chartReference(reference: string, settings: HelmSettings): Promise<ChartReference> {
  const found = await referenceOf(reference, settings);
  const allowed = settings.allowedCharts;
  if (allowed !== undefined && !allowed.some((pattern) => compileGlob(pattern)(found.name))) {
    throw notAllowed(`Chart "${found.name}" is not among the allowed ones: ${allowed.join(', ') || 'there are none'}`);
  }
  // With both flags helm encrypts.
  const plain = found.flags.includes('--plain-http');
  const authority = settings.caFile === undefined || plain ? [] : [`--ca-file=${settings.caFile}`];
  return { chart: found.chart, flags: [...found.flags, ...authority] };
}

interface Found extends ChartReference {
  /** What the globs of the configuration are compared with. */
  readonly name: string;
}

async function referenceOf(reference: string, settings: HelmSettings): Promise<Found> {
  if (reference.startsWith('./')) return await inFolder(reference, settings);
  const oci = OCI.exec(reference);
  if (oci !== null) {
    const plain = settings.httpHosts.includes(oci[1] ?? '');
    return { name: reference, chart: reference, flags: plain ? ['--plain-http'] : [] };
  }
  const address = ADDRESS.exec(reference);
  if (address !== null) {
    const [, scheme, host = ''] = address;
    if (scheme === 'http' && !settings.httpHosts.includes(host)) {
      throw notAllowed(`Charts of ${host} may not be fetched over http; only https, or a host of http_hosts`);
    }
    return { name: reference, chart: reference, flags: [] };
  }
  const part = IN_REPOSITORY.exec(reference);
  if (part !== null) return inRepository(part[1] ?? '', part[2] ?? '', settings);
  throw new FleetError('INPUT_INVALID', `${JSON.stringify(reference.slice(0, 80))} is no chart reference: ${forms(settings)}.`, {
    details: { parameter: 'chart' },
  });
}

function inRepository(repository: string, chart: string, { repositories }: HelmSettings): Found {
  const names = Object.keys(repositories);
  const url = Object.hasOwn(repositories, repository) ? repositories[repository] : undefined;
  if (url === undefined) {
    const known = names.length === 0 ? 'none is configured' : `there is ${names.slice(0, 20).join(', ')}`;
    throw new FleetError('NOT_FOUND', `There is no chart repository "${repository}": ${known}.${didYouMean(repository, names)}`, {
      hint: 'Repositories are configured below [helm.repositories]; a folder is written ./folder.',
      details: { parameter: 'chart', repositories: names },
    });
  }
  return { name: `${repository}/${chart}`, chart, flags: [`--repo=${url}`] };
}

/** Links are followed before the place is judged. */
async function inFolder(reference: string, { chartsDir }: HelmSettings): Promise<Found> {
  if (chartsDir === undefined) throw notAllowed('Charts of this machine may not be used: no charts_dir is configured below [helm]');
  const folder = await realpath(chartsDir).catch((cause: unknown) => {
    throw new FleetError('FILE_FAILED', `The charts_dir ${chartsDir} cannot be read.`, { cause });
  });
  const wanted = resolve(folder, reference);
  const path = within(folder, wanted) ? await realpath(wanted).catch(() => undefined) : wanted;
  // What is outside is refused in the same words whether it is there or not.
  if (path !== undefined && !within(folder, path)) throw notAllowed(`Chart "${reference}" is not in the charts_dir of the configuration`);
  if (path === undefined) throw new FleetError('NOT_FOUND', `There is no chart "${reference}" in the charts_dir of the configuration.`);
  return { name: `./${relative(folder, path).split(sep).join('/')}`, chart: path, flags: [] };
}

function within(folder: string, path: string): boolean {
  return path.startsWith(folder + sep);
}

function forms({ repositories, chartsDir }: HelmSettings): string {
  const names = Object.keys(repositories);
  const repository = names.length === 0 ? [] : [`REPOSITORY/CHART (${names.slice(0, 10).join(', ')})`];
  const folder = chartsDir === undefined ? [] : ['./FOLDER in the charts_dir'];
  return `write ${[...repository, ...folder, 'oci://HOST/PATH or https://HOST/CHART.tgz'].join(', ')}`;
}

function notAllowed(why: string): FleetError {
  return new FleetError('OPERATION_NOT_ALLOWED', `${why}. Nothing was done.`, {
    hint: 'Use a chart that the [helm] section of the configuration allows, or ask the person who runs fleetwright.',
    details: { parameter: 'chart' },
  });
}
