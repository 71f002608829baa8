import type { FleetError } from '../errors.js';
import type { ApiResponse } from './session.js';
import type { WireResponse } from './wire-messages.js';

/** A successful answer; its JSON is parsed when asked for. */
export class TextResponse implements ApiResponse {
  readonly status: number;
  readonly headers: WireResponse['headers'];
  readonly text: string;
  readonly #notJson: (cause: unknown) => FleetError;

  constructor(response: WireResponse, notJson: (cause: unknown) => FleetError) {
    this.status = response.status;
    this.headers = response.headers;
    this.text = response.text;
    this.#notJson = notJson;
  }

  json(): unknown {
    try {
      return JSON.parse(this.text);
    } catch (cause) {
      throw this.#notJson(cause);
    }
  }
}
