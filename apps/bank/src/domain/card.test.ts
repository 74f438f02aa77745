import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCard, passesLuhn, verdict } from "./card.ts";

const now = new Date("2026-11-25T12:00:00.000Z");
const card = { number: "4242 4242 4242 4242", expiry: "11/26", securityCode: "123" };
const wrong = (change: Partial<typeof card>) => Object.keys(checkCard({ ...card, ...change }, now));

describe("a card", () => {
  it.each<[Partial<typeof card>, string[]]>([
    [{}, []],
    [{ number: "4242-4242-4242-4242" }, []],
    [{ number: "378282246310005", securityCode: "1234" }, []],
    [{ number: "4242424242424241" }, ["number"]],
    [{ number: "42" }, ["number"]],
    [{ number: "" }, ["number"]],
    [{ number: "4242 4242 4242 424x" }, ["number"]],
    [{ expiry: "10/26" }, ["expiry"]],
    [{ expiry: "1/27" }, []],
    [{ expiry: "11 / 2026" }, []],
    [{ expiry: "1126" }, []],
    [{ expiry: "13/27" }, ["expiry"]],
    [{ expiry: "" }, ["expiry"]],
    [{ securityCode: "12" }, ["securityCode"]],
    [{ securityCode: "12a" }, ["securityCode"]],
    [{ number: "1", expiry: "0/0", securityCode: "" }, ["number", "expiry", "securityCode"]],
  ])("%j: the invalid fields are %j", (change, fields) => {
    expect(wrong(change)).toEqual(fields);
  });
  it("is valid to the end of its month", () => {
    expect(checkCard(card, new Date("2026-11-30T23:59:59.999Z"))).toEqual({});
    expect(checkCard(card, new Date("2026-12-01T00:00:00.000Z"))).toHaveProperty("expiry");
  });
  it("with any one digit mistyped is refused", () => {
    fc.assert(
      fc.property(fc.nat(15), fc.integer({ min: 1, max: 9 }), (place, difference) => {
        const digits = [..."4242424242424242"];
        digits[place] = String((Number(digits[place]) + difference) % 10);
        expect(passesLuhn(digits.join(""))).toBe(false);
      }),
    );
  });
  it("is accepted or declined by its number, in any notation", () => {
    const of = (number: string) => verdict({ ...card, number });
    expect(of("4000 0000 0000 0002")).toBe("card declined");
    expect(of("4000-0000-0000-9995")).toBe("insufficient funds");
    expect(of("4242424242424242")).toBeUndefined();
    for (const number of ["4000000000000002", "4000000000009995"]) expect(passesLuhn(number)).toBe(true);
  });
});
