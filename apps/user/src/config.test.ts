import { loadConfig } from "@caravan/service-kit";
import { describe, expect, it } from "vitest";
import { StaffEnvironment } from "./config.ts";

describe("the staff account of the migration's environment", () => {
  it("may be absent, and is read with its address in lower case", () => {
    expect(loadConfig(StaffEnvironment, { STAFF_EMAIL: "", STAFF_PASSWORD: "" })).toBeUndefined();
    const environment = { STAFF_EMAIL: "Staff@Example.com", STAFF_PASSWORD: "long enough" };
    expect(loadConfig(StaffEnvironment, environment)).toEqual({
      email: "staff@example.com",
      password: "long enough",
    });
  });

  it.each([
    { STAFF_EMAIL: "staff@example.com" },
    { STAFF_PASSWORD: "sesame-sesame" },
    { STAFF_EMAIL: "staff", STAFF_PASSWORD: "sesame-sesame" },
    { STAFF_EMAIL: "staff@example.com", STAFF_PASSWORD: "sesame" },
  ])("is refused when incomplete, without printing values", (environment) => {
    const load = () => loadConfig(StaffEnvironment, environment);
    expect(load).toThrow("STAFF_");
    expect(load).not.toThrow("sesame");
  });
});
