import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  bankRoutes,
  carrierRoutes,
  deliveryCountries,
  examplePostalCode,
  KnownAddress,
  logisticsRoutes,
  newId,
  orderRoutes,
  PostalAddress,
  paymentRoutes,
  writePostalCode,
} from "./index.ts";

const address = { name: "Ada", street: "Way 1", postalCode: "10115", city: "Berlin", country: "DE" };
const fieldsOf = (value: unknown): (string | null)[] => {
  const result = v.safeParse(PostalAddress, value);
  return result.success ? [] : result.issues.map((issue) => v.getDotPath(issue));
};

describe("an address", () => {
  it.each(["ZZ", "XX", "KP", "US", "de", "Germany", ""])(
    "in %s is refused: we do not deliver there",
    (country) => {
      expect(fieldsOf({ ...address, country })).toEqual(["country"]);
    },
  );
  it.each([
    ["DE", "1"],
    ["DE", "abc"],
    ["DE", "1011"],
    ["GB", "12345"],
    ["CN", "1000"],
    ["LI", "9400"],
    ["PL", "00-95A"],
  ])("in %s with the postal code %s is refused, and the field is named", (country, postalCode) => {
    expect(fieldsOf({ ...address, country, postalCode })).toEqual(["postalCode"]);
  });
  it.each([
    ["DE", "D-10115", "10115"],
    ["GB", "sw1y4le", "SW1Y 4LE"],
    ["NL", "1234ab", "1234 AB"],
    ["PL", "00950", "00-950"],
    ["SE", "11455", "114 55"],
    ["LV", "1073", undefined],
    ["LV", "lv 1073", "LV-1073"],
    ["CN", "１０００９６", "100096"],
    ["IE", "a65f4e2", "A65 F4E2"],
    ["MT", "NXR 01", "NXR 01"],
  ] as const)("in %s: %s is written as %s", (country, typed, written) => {
    expect(writePostalCode(country, typed)).toBe(written);
  });
  it.each(deliveryCountries)("in %s: the example is a postal code there, and stays unchanged", (country) => {
    const postalCode = examplePostalCode(country);
    expect(v.parse(PostalAddress, { ...address, country, postalCode })).toEqual({
      ...address,
      country,
      postalCode,
    });
  });
  it("in China is accepted in its own script", () => {
    const here = {
      name: "王小明",
      street: "朝阳区建国路93号",
      postalCode: "100022",
      city: "北京市",
      country: "CN",
    };
    expect(v.parse(PostalAddress, here)).toEqual(here);
  });
  it("with direction controls in the name is refused, and the field is named", () => {
    expect(fieldsOf({ ...address, name: "Ada \u202eecalevoL" })).toEqual(["name"]);
    expect(fieldsOf({ ...address, city: "Ber\u2066lin", street: "Way\u200b 1" })).toEqual(["street", "city"]);
  });
  it("that was accepted earlier is passed on, for any country", () => {
    const old = { ...address, postalCode: "1", country: "US" };
    expect(v.parse(KnownAddress, old)).toEqual(old);
  });
});

describe("an address that one contract accepts", () => {
  const Typed = fc.record({
    name: fc.string({ unit: "grapheme", maxLength: 100 }),
    street: fc.string({ unit: "binary", maxLength: 150 }),
    city: fc.constantFrom("北京市", "Zürich ", "Ort"),
    postalCode: fc.constantFrom("10115", "D-10115", "100022", "sw1y4le", "1"),
    country: fc.constantFrom("DE", "CN", "GB", "US"),
  });
  it("is accepted, unchanged, by every service behind it: order, logistics, carrier", () => {
    const lines = [{ sku: "CAR-0001", quantity: 1 }];
    const ids = { orderId: newId("ord"), shopperId: newId("gst") };
    const parcel = { reference: "r", weightGrams: 1, callbackUrl: "http://shop.example/", isReturn: false };
    let taken = 0;
    fc.assert(
      fc.property(Typed, (typed) => {
        const order = v.safeParse(orderRoutes.placeOrder.body, { lines, deliverTo: typed });
        if (!order.success) return;
        taken += 1;
        const { deliverTo } = order.output;
        const shipment = v.parse(logisticsRoutes.createShipment.body, { ...ids, lines, deliverTo });
        expect(shipment.deliverTo).toEqual(deliverTo);
        const { recipient } = v.parse(carrierRoutes.createParcel.body, { ...parcel, recipient: deliverTo });
        expect(recipient).toEqual(deliverTo);
        expect(v.parse(PostalAddress, deliverTo)).toEqual(deliverTo);
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
  it("and so is a return URL: order, payment, bank", () => {
    const parts = fc.record({
      scheme: fc.constantFrom("http", "HTTPS", "javascript", "ftp"),
      host: fc.oneof(fc.domain(), fc.constantFrom("müller.example", "10.0.0.1", "[::1]", "")),
      path: fc.oneof(fc.webPath(), fc.constantFrom("/é", "/a b", "?q=%C3%AB", "")),
    });
    const amount = { amountCents: 1, currency: "EUR" } as const;
    fc.assert(
      fc.property(parts, ({ scheme, host, path }) => {
        const asked = { returnUrl: `${scheme}://${host}${path}` };
        const started = v.safeParse(orderRoutes.startPayment.body, asked);
        if (!started.success) return;
        const { returnUrl } = started.output;
        const ids = { orderId: newId("ord"), shopperId: newId("gst") };
        const payment = v.parse(paymentRoutes.createPayment.body, { ...ids, amount, returnUrl });
        const intent = v.parse(bankRoutes.createIntent.body, {
          ...{ merchantReference: "pay_1", amountCents: 1, currency: "EUR" },
          ...{ returnUrl: payment.returnUrl, callbackUrl: "http://shop.example/" },
        });
        expect([payment.returnUrl, intent.returnUrl]).toEqual([returnUrl, returnUrl]);
      }),
      { numRuns: 1000 },
    );
  });
});
