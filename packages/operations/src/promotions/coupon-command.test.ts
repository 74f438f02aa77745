import { newId, promotionStaffRoutes, userLookupRoutes } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import { describe, expect, it, vi } from "vitest";
import type { StaffApi } from "../staff/staff-api.ts";
import { couponCommand } from "./coupon-command.ts";

const [id, bob, ada] = [newId("prm"), newId("usr"), newId("usr")];

/** Gives a coupon; what was asked of the shop, in order. */
const give = async (...words: string[]) => {
  const asked: unknown[] = [];
  const call: StaffApi["call"] = async (route, { body }) => {
    asked.push([route.id, body]);
    const none = JSON.stringify(body).includes("none@");
    if (none) throw new Trouble("There is no account with this e-mail address. (user-unknown)");
    return route.id === userLookupRoutes.lookUpAccount.id ? { userId: ada } : JSON.parse("{}");
  };
  vi.spyOn(console, "log").mockImplementation(() => {});
  const command = ["give", id, ...words, "--reason", "a test", "--json"];
  await couponCommand(async () => ({ call })).parseAsync(command, { from: "user" });
  return asked;
};

describe("a coupon is given", () => {
  it("to accounts by their ids, and by their e-mail addresses, in one spelling", async () => {
    expect(await give(bob, "--email", "Ada@Example.com")).toEqual([
      [userLookupRoutes.lookUpAccount.id, { email: "ada@example.com" }],
      [promotionStaffRoutes.giveCoupon.id, { accounts: [bob, ada], reason: "a test" }],
    ]);
  });

  it("to no one where an address has no account, which is named, or where none is said", async () => {
    await expect(give(bob, "--email", "none@example.com")).rejects.toThrow(
      "none@example.com: There is no account",
    );
    await expect(give()).rejects.toThrow("Name accounts: their ids, or --email with an address.");
  });
});
