import * as v from "valibot";

/** A backend that cannot be reached, or that refused the question. */
export class BackendFailed extends Error {
  override name = "BackendFailed";
}

const timeoutMilliseconds = 30_000;

/**
 * Asks a backend and gives the text of its answer.
 *
 * @throws BackendFailed saying which backend, and what it answered
 */
export async function ask(url: URL): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMilliseconds) }).catch(
    (cause: unknown) => {
      throw new BackendFailed(`${url.host} does not answer`, { cause });
    },
  );
  const text = await response.text();
  if (!response.ok)
    throw new BackendFailed(`${url.host}${url.pathname} answered ${response.status}: ${text.slice(0, 300)}`);
  return text;
}

/** Asks a backend and parses its JSON. */
export const askJson = async <T extends v.GenericSchema>(url: URL, schema: T): Promise<v.InferOutput<T>> =>
  v.parse(v.pipe(v.string(), v.parseJson(), schema), await ask(url));
