/** One piece of data of one channel. */
export interface ChannelMessage {
  /** For exec: 0 stdin, 1 stdout, 2 stderr, 3 the final status as JSON, 4 terminal size. For port-forward: 2 a port, plus 1 for its errors. */
  readonly channel: number;
  readonly data: Uint8Array;
}

/**
 * A two-way connection whose messages are numbered by channel: exec, attach and port-forward of pods. Ends when the server ends
 * it, when the signal of its request is aborted, or by `close`.
 */
export interface ChannelConnection {
  /** The subprotocol that the server chose: `v5.channel.k8s.io` or, on older servers, `v4.channel.k8s.io`. */
  readonly protocol: string;
  /** Messages as they come; what is not read stays with the server once a few are waiting. Ends normally; throws FleetError when cut. */
  readonly messages: AsyncIterable<ChannelMessage>;
  /** Resolves when the data has been handed to the network. @throws FleetError CONNECTION_FAILED */
  send(channel: number, data: Uint8Array): Promise<void>;
  /** Says that nothing more will be sent on a channel. Only `v5.channel.k8s.io` knows this; on older servers nothing happens. */
  closeChannel(channel: number): Promise<void>;
  /** Ends the connection. Calling twice is fine. */
  close(): void;
}

/** Subprotocols of exec and attach, the best first; Kubernetes 1.24 knows the second. */
export const EXEC_PROTOCOLS: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
/** Subprotocols of port-forward; the WebSocket form is in every release since 1.24. */
export const PORT_FORWARD_PROTOCOLS: readonly string[] = ['v4.channel.k8s.io'];
