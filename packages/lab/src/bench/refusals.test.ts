import { expect, test } from "vitest";
import { parseRefusals, refusedSince, showRefusals } from "./refusals.ts";

const stats = (callbacks: number, broken: number) => `
callbacks.http_local_rate_limit.enabled: 900
callbacks.http_local_rate_limit.ok: 10
callbacks.http_local_rate_limit.rate_limited: ${callbacks}
shoppers.http_local_rate_limit.rate_limited: 3
cluster.outbound|8080|v1|order.shop.svc.cluster.local.upstream_rq_pending_overflow: ${broken}
cluster.outbound|8080|v1|product.shop.svc.cluster.local.upstream_rq_pending_overflow: 1
cluster.outbound|8080|v1|order.shop.svc.cluster.local.upstream_rq_time: P0(nan,1.0)
http.outbound_0.0.0.0_80;.downstream_rq_2xx: 77
http.outbound_0.0.0.0_80;.downstream_rq_5xx: 4
`;

test("requests refused during a benchmark are reported by their reason", () => {
  const refused = refusedSince(parseRefusals(stats(100, 5)), parseRefusals(stats(350, 6)));
  expect(refused).toEqual({ "429 to partners' callbacks": 250, "circuit breaker": 1 });
  expect(showRefusals(refused)).toContain("250× 429 to partners' callbacks, 1× circuit breaker");
});

test("earlier refusals are not reported", () => {
  const before = parseRefusals(stats(100, 5));
  expect(showRefusals(refusedSince(before, before))).toBeUndefined();
});

test("a gateway that was restarted meanwhile counts from zero", () => {
  expect(refusedSince({ "5xx replies": 40 }, { "5xx replies": 2 })).toEqual({ "5xx replies": 2 });
});
