import { describe, expect, it } from "vitest";
import { deviceTokenOf, knownDevice } from "./device-tokens.ts";

const ada = { id: "usr_1", passwordHash: "$argon2id$one" };

describe("a device's token", () => {
  it("identifies the device", () => {
    const token = deviceTokenOf(ada, "dev_1");
    expect(knownDevice(ada, token)).toBe("dev_1");
    expect(knownDevice(ada, deviceTokenOf(ada, "dev_2"))).toBe("dev_2");
  });

  it("is invalid for another account, after a change of the password, forged or truncated", () => {
    const token = deviceTokenOf(ada, "dev_1");
    for (const account of [{ ...ada, id: "usr_2" }, { ...ada, passwordHash: "$argon2id$two" }, undefined])
      expect(knownDevice(account, token)).toBeUndefined();
    for (const other of [
      undefined,
      "",
      "a",
      "a.b",
      `x${token}`,
      `${token}x`,
      token.slice(0, -1),
      token.split(".")[0],
    ])
      expect(knownDevice(ada, other)).toBeUndefined();
  });
});
