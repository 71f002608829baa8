/** What helm may use, and where it is. */
export interface HelmSettings {
  /** A path, or a name to look for on PATH. */
  readonly helmPath: string;
  /** Chart repositories: name → URL. */
  readonly repositories: Readonly<Record<string, string>>;
  /** Globs of chart references. Absent: every chart of a configured repository, an OCI registry or an https address. */
  readonly allowedCharts?: readonly string[] | undefined;
  /** The only folder that charts are read from. */
  readonly chartsDir?: string | undefined;
  /** A registry login file, as `helm registry login` writes it. */
  readonly registryConfig?: string | undefined;
  /** Certificate authorities of chart servers, PEM. */
  readonly caFile?: string | undefined;
  /** Hosts (`host` or `host:port`) whose charts come over connections that are not encrypted. */
  readonly httpHosts: readonly string[];
}

/** Where files may be copied to and from on this machine, and how much at once. */
export interface FilesSettings {
  /** Absent: nothing is copied. */
  readonly root?: string | undefined;
  readonly maxBytes: number;
  /** Files and folders. */
  readonly maxFiles: number;
}

/** The parts of the configuration that operations go by. */
export interface OperationSettings {
  readonly helm: HelmSettings;
  readonly files: FilesSettings;
}
