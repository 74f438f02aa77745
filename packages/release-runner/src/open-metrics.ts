import { QueryAnswer, queryUrl, samplesOf } from "@caravan/promql";
import * as v from "valibot";
import type { Query } from "./ports.ts";
import { whyFailed } from "./why-failed.ts";

/** The store itself gives a query up a little earlier, so that none goes on once its answer is not waited for. */
const usualTimeout = 10_000;
const earlier = 0.8;
/** More than any question of a release brings: a series per Envoy, version and class of replies. */
const mostBytes = 2_000_000;

const Answer = v.pipe(v.string(), v.parseJson(), QueryAnswer);

const textOf = async ({ body }: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
  }
  return text;
};

/**
 * The store of metrics at an address, which speaks Prometheus' API. Every question has a timeout, here and in the store, and its answer a
 * greatest size.
 */
export const openMetrics =
  (base: string, timeoutMilliseconds = usualTimeout): Query =>
  async (promql, at) => {
    const url = queryUrl(base, promql, at);
    url.searchParams.set("timeout", `${Math.ceil(timeoutMilliseconds * earlier)}ms`);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMilliseconds) });
      const text = await textOf(response);
      if (!response.ok) throw new Error(`it answered ${response.status}: ${text.slice(0, 200)}`);
      return samplesOf(v.parse(Answer, text));
    } catch (error) {
      throw new Error(`the store of metrics at ${url.host} cannot be asked: ${whyFailed(error)}`);
    }
  };
