import { userRoutes } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { newRefreshToken, newSuccessorSalt, successorOf } from "./refresh-tokens.ts";

describe("a refresh token", () => {
  it("fits the contract, shares its family with all its successors, and differs from each", () => {
    const chain = [newRefreshToken()];
    for (let i = 0; i < 5; i += 1) chain.push(successorOf(chain[i]?.token ?? "", newSuccessorSalt()));
    expect(new Set(chain.map(({ familyHash }) => familyHash)).size).toBe(1);
    expect(new Set(chain.map(({ hash }) => hash)).size).toBe(6);
    for (const { token } of chain)
      expect(v.is(userRoutes.refreshSession.body, { refreshToken: token })).toBe(true);
    expect(newRefreshToken().familyHash).not.toBe(chain[0]?.familyHash);
  });

  it("has one successor per salt, which cannot be derived without both", () => {
    const { token } = newRefreshToken();
    const salt = newSuccessorSalt();
    expect(successorOf(token, salt)).toEqual(successorOf(token, salt));
    expect(successorOf(token, newSuccessorSalt()).hash).not.toBe(successorOf(token, salt).hash);
    expect(successorOf(newRefreshToken().token, salt).hash).not.toBe(successorOf(token, salt).hash);
  });
});
