import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { DatabaseSecret, MigrationEnvironment } from "./settings.ts";

const secret = { host: "db", port: "3306", database: "order", username: "order", password: "x" };
const environment = {
  DATABASE_HOST: "db",
  DATABASE_PORT: "3306",
  DATABASE_NAME: "order",
  DATABASE_USERNAME: "order_migration",
  DATABASE_PASSWORD: "x",
};

describe("a database's settings", () => {
  it("come from a Kubernetes Secret with the port as a number", () => {
    expect(v.parse(DatabaseSecret, secret).port).toBe(3306);
  });
  it.each(["", "0", "65536", "3306x", "-1"])("are refused with the port %j", (port) => {
    expect(v.is(DatabaseSecret, { ...secret, port })).toBe(false);
  });
  it("of a migration become the options of migrate, with the folder beside the bundle", () => {
    expect(v.parse(MigrationEnvironment, environment)).toEqual({
      ...secret,
      port: 3306,
      username: "order_migration",
      migrationsFolder: "./migrations",
      heldBack: [],
    });
    const named = { MIGRATIONS_HELD_BACK: "0002_drop-text,0003_drop-more", MIGRATION: "0001_add-body" };
    expect(v.parse(MigrationEnvironment, { ...environment, ...named })).toMatchObject({
      heldBack: ["0002_drop-text", "0003_drop-more"],
      named: "0001_add-body",
    });
  });
});
