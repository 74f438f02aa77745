import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";

/** A backend that cannot be reached, or that refused the question; `status` is what it answered. */
export class BackendFailed extends Trouble {
  readonly status: number | undefined;

  constructor(what: string, status?: number) {
    super(what, ["The shop goes on without it. See: ./caravan kubectl -n observability get pods"]);
    this.name = "BackendFailed";
    this.status = status;
  }
}

const timeoutMilliseconds = 30_000;

/**
 * Asks a backend and gives the text of its answer.
 *
 * @throws BackendFailed saying which backend, and what it answered
 */
export const ask = async (url: URL): Promise<string> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMilliseconds) }).catch(() => {
    throw new BackendFailed(`${url.host} does not answer.`);
  });
  const text = await response.text();
  if (!response.ok)
    throw new BackendFailed(
      `${url.host}${url.pathname} answered ${response.status}: ${text.slice(0, 300)}`,
      response.status,
    );
  return text;
};

/** Asks a backend and parses its JSON. */
export const askJson = async <T extends v.GenericSchema>(url: URL, schema: T): Promise<v.InferOutput<T>> =>
  v.parse(v.pipe(v.string(), v.parseJson(), schema), await ask(url));
