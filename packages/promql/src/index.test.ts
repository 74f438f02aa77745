import { expect, test } from "vitest";
import { promQlFault } from "./index.ts";

test.each([
  "sum(rate(http_requests_total[5m]))",
  'histogram_quantile(0.99, sum by (le) (rate(d_bucket{version="v2"}[1m])))',
])("Prometheus understands %s", (query) => expect(promQlFault(query)).toBeUndefined());

test.each([
  ["", 0],
  ["sum(rate(http_requests_total[5m])", 33],
  ["errors > > 5", 9],
])("%s goes wrong at %i", (query, position) => expect(promQlFault(query)).toBe(position));
