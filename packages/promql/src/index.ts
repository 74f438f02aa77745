import { parser } from "@prometheus-io/lezer-promql";

export { QueryAnswer, queryUrl, type Sample, samplesOf } from "./samples.ts";

/** The position of the first character that Prometheus does not understand in a query; undefined when it understands all of it. */
export const promQlFault = (query: string): number | undefined => {
  let fault: number | undefined = query.trim() === "" ? 0 : undefined;
  parser.parse(query).iterate({
    enter: (node) => {
      if (node.type.isError) fault ??= node.from;
    },
  });
  return fault;
};
