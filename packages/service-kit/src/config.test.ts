import { describe, expect, it } from "vitest";
import { ConfigError, defineConfig, loadConfig, WholeNumber } from "./config.ts";

const Config = defineConfig({ HOLD_MINUTES: WholeNumber(1, 60) });

describe("configuration", () => {
  it("reports every fault at once and repeats no value", () => {
    const load = () =>
      loadConfig(Config, { APP_ID: "order", PORT: "http", EVENTS: "maybe-s3cret", HOLD_MINUTES: undefined });
    expect(load).toThrow(ConfigError);
    try {
      load();
    } catch (error) {
      expect((error as ConfigError).faults).toHaveLength(3);
      expect((error as ConfigError).message).toContain("HOLD_MINUTES is not set");
      expect((error as ConfigError).message).not.toContain("s3cret");
    }
  });
  it("takes an empty variable as not set", () => {
    expect(
      loadConfig(Config, { APP_ID: "order", HOLD_MINUTES: "5", OTEL_EXPORTER_OTLP_ENDPOINT: "" }),
    ).toMatchObject({ PORT: 8080, HOLD_MINUTES: 5 });
  });
});
