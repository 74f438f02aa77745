import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { Email, emailMaxLength } from "./email.ts";

const read = (text: string) => {
  const result = v.safeParse(Email, text);
  return result.success ? result.output : undefined;
};

/** The pattern of the HTML standard. */
const field =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

describe("an e-mail address", () => {
  it.each([
    "o'brien@example.ie",
    "a&b@example.com",
    "ada@xn--mnchen-3ya.de",
    "ada@example.xn--p1ai",
    "ada+shop@example.co.uk",
    "{a}|b~@sub.example.com",
    "a..b.@example.com",
    "ada@1.2.3.4",
    "ada@localhost",
  ])("%s is accepted unchanged", (text) => {
    expect(read(text)).toBe(text);
  });

  it.each([
    ["Ada@Example.COM", "ada@example.com"],
    [" ada@example.com\n", "ada@example.com"],
    ["ada@münchen.de", "ada@xn--mnchen-3ya.de"],
    ["ada@MÜNCHEN.de", "ada@xn--mnchen-3ya.de"],
    ["ada@mu\u0308nchen.de", "ada@xn--mnchen-3ya.de"],
    ["ada@XN--MNCHEN-3YA.DE", "ada@xn--mnchen-3ya.de"],
    ["ada@пример.рф", "ada@xn--e1afmkfd.xn--p1ai"],
    ["ada@例子。中国", "ada@xn--fsqu00a.xn--fiqs8s"],
  ])("%j has one spelling, %s", (text, one) => {
    expect(read(text)).toBe(one);
  });

  it.each([
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@@example.com",
    "ada example@example.com",
    "ada@example..com",
    "ada@example.com.",
    "ada@-example.com",
    "ada@exa mple.com",
    "ada@münchen.de/path",
    "ada@münchen.de:25",
    "ada@[127.0.0.1]",
    "jürgen@example.de",
    '"a b"@example.com',
    "ada@example.com\u0000",
    "ada@\ud800.com",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a".repeat(64)}.com`,
    `a@${"münchen.".repeat(30)}de`,
  ])("%j is refused", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("is accepted whenever a browser's field and mail servers accept it, and parses to itself", () => {
    fc.assert(
      fc.property(
        fc.emailAddress().filter(({ length }) => length <= emailMaxLength),
        (text) => {
          expect(field.test(text)).toBe(true);
          const once = read(text);
          expect(once).toBe(text.toLowerCase());
          expect(read(once ?? "")).toBe(once);
        },
      ),
    );
  });

  it("is never stored in a form that the browser's field refuses", () => {
    const part = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const once = read(`${local}@${domain}.de`);
        if (once !== undefined) expect([field.test(once), read(once)]).toEqual([true, once]);
      }),
    );
  });
});
