/** Where a proxy sends what it gets. */
export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
}

/** What a fault proxy does with its connections right now. */
export interface Behaviour {
  readonly mode: 'pass' | 'hang' | 'reset' | 'half-close' | 'expired';
  /** No answer byte leaves earlier than this after the last request byte. */
  readonly latencyMs: number;
  /** Every connection breaks once this many more answer bytes went through. */
  readonly cut: { readonly afterBytes: number; readonly ending: 'reset' | 'hang' } | undefined;
}

export const NO_FAULT: Behaviour = { mode: 'pass', latencyMs: 0, cut: undefined };

/** What went through a fault proxy since its start. */
export interface ProxyCounters {
  /** Connections accepted. */
  connections: number;
  /** Times a client sent something after it had an answer: TLS handshake turns and requests. */
  roundTrips: number;
}
