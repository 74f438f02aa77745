import { afterEach, expect, test, vi } from "vitest";
import { requireHost } from "./host.ts";
import { instanceOf } from "./instance.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("without root it says so, and what to use instead", async () => {
  vi.spyOn(process, "getuid").mockReturnValue(1000);
  await expect(requireHost(instanceOf("/a/shop"))).rejects.toMatchObject({
    message: expect.stringContaining("needs root"),
    remedies: [expect.stringContaining("--context")],
  });
});

test("a state folder that the node would hide behind its own is refused", async () => {
  vi.spyOn(process, "getuid").mockReturnValue(0);
  vi.stubEnv("XDG_STATE_HOME", "/var/lib/builder");
  await expect(requireHost(instanceOf("/a/shop"))).rejects.toThrow("lies in /var/lib");
});

test("another system than Linux is refused by name", async () => {
  vi.spyOn(process, "platform", "get").mockReturnValue("darwin");
  await expect(requireHost(instanceOf("/a/shop"))).rejects.toThrow("needs Linux; this is darwin");
});
