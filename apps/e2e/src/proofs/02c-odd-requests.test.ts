import { overPool, type Reply } from "@caravan/buyer";
import { Problem } from "@caravan/contracts";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { nextAgent } from "../harness/agents.ts";
import { sendRaw } from "../harness/raw-request.ts";
import { shop } from "../harness/shop.ts";

let origin: string;
beforeAll(async () => {
  origin = (await shop()).shop;
});
const ask = async (path: string, headers: Readonly<Record<string, string>>): Promise<Reply> =>
  overPool(await nextAgent())({ origin, method: "GET", path, headers });
const problemOf = (text: string): Problem =>
  v.parse(Problem, JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)));

describe("a request out of the ordinary", () => {
  it("with 20,000 bytes of cookies is refused in words", async () => {
    const reply = await ask("/", { cookie: `junk=${"a".repeat(20_000)}` });
    expect([reply.status, reply.headers["content-type"]]).toEqual([431, "application/problem+json"]);
    expect(v.parse(Problem, reply.json()).code).toBe("headers-too-large");
  });
  it("of HTTP/1.0 is served", async () => {
    const { closed } = await sendRaw(`GET / HTTP/1.0\r\nHost: ${new URL(origin).host}\r\n\r\n`);
    expect(await closed).toMatchObject({ status: 200 });
  });
  it("for a path of the API with a slash at its end is 404, not forbidden", async () => {
    for (const path of ["/v1/products/", "/v1/orders/", "/v1/nothing/"]) {
      const reply = await ask(path, {});
      expect([reply.status, v.parse(Problem, reply.json()).code]).toEqual([404, "route-unknown"]);
    }
  });
});

describe("a client that is slow", () => {
  /** More than the requests that an app may have under way (traffic/storefront.yaml). */
  const many = 1100;

  it("takes nothing from the others, with however many forms half sent; and each is ended in words", async () => {
    const { host } = new URL(origin);
    const half = `POST /cart HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3000\r\n\r\na`;
    const forms = [];
    const head = await sendRaw("GET / HTTP/1.1\r\nHo");
    // Below the rate limit of the one address they all come from.
    for (let sent = 0; sent < many; ) {
      const round = await Promise.all(Array.from({ length: 80 }, () => sendRaw(half)));
      forms.push(...round);
      sent += round.length;
      expect((await ask("/", { accept: "text/html" })).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 800));
    }
    try {
      for (let i = 0; i < 20; i += 1) expect((await ask("/", { accept: "text/html" })).status).toBe(200);
      const [ended, endedHead] = await Promise.all([
        Promise.race(forms.map(({ closed }) => closed)),
        head.closed,
      ]);
      for (const { status, text } of [ended, endedHead]) {
        expect(status).toBe(408);
        expect(problemOf(text).code).toBe("request-too-slow");
      }
      expect(endedHead.afterSeconds).toBeLessThan(10);
      expect(ended.afterSeconds).toBeLessThan(25);
    } finally {
      for (const form of forms) form.end();
    }
  });
});
