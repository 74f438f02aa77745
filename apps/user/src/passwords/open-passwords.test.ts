import { describe, expect, it, vi } from "vitest";
import { openPasswords } from "./open-passwords.ts";

/** Cheap, so that tests are quick; the default follows OWASP. */
const from = "203.0.113.7";
const cost = { memoryKib: 64, passes: 1, lanes: 1 };

describe("passwords", () => {
  it("are stored as PHC strings of Argon2id with OWASP's parameters, each with its own salt", async () => {
    const passwords = openPasswords();
    const [first, second] = await Promise.all([
      passwords.hash("correct horse", from),
      passwords.hash("correct horse", from),
    ]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(first).not.toBe(second);
    expect(await passwords.verify(first, "correct horse", from)).toEqual({ matches: true, outdated: false });
    expect(await passwords.verify(first, "correct horsf", from)).toEqual({ matches: false, outdated: false });
  });

  it("verify a hash of the reference implementation", async () => {
    // echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 (phc-winner-argon2, README and test.c)
    const stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    const passwords = openPasswords();
    expect(await passwords.verify(stored, "password", from)).toEqual({ matches: true, outdated: true });
  });

  it("match in any Unicode composition", async () => {
    const passwords = openPasswords({ cost });
    const stored = await passwords.hash("caf\u00e9 au lait", from);
    expect((await passwords.verify(stored, "cafe\u0301 au lait", from)).matches).toBe(true);
  });

  it("cost the same work with and without a stored hash", async () => {
    const compute = vi.fn(async (..._: unknown[]) => Buffer.alloc(32));
    const passwords = openPasswords({ compute });
    const stored = await passwords.hash("correct horse", from);
    compute.mockClear();
    await passwords.verify(stored, "wrong", from);
    await passwords.verify(undefined, "wrong", from);
    const [known, unknown] = compute.mock.calls;
    expect(compute).toHaveBeenCalledTimes(2);
    expect(unknown?.[0]).toMatchObject({ memoryKib: 19_456, passes: 2, lanes: 1 });
    expect(known?.[0]).toMatchObject({ memoryKib: 19_456, passes: 2, lanes: 1 });
  });

  it("without a stored hash never match, not even when the digests would", async () => {
    const echo = openPasswords({ compute: async () => Buffer.alloc(32) });
    expect((await echo.verify(undefined, "anything", from)).matches).toBe(false);
  });

  it("of one network address queue behind each other, not before others", async () => {
    const waiting: number[] = [];
    const gate = Promise.withResolvers<Buffer>();
    const passwords = openPasswords({
      compute: () => gate.promise,
      onWaiting: (count) => waiting.push(count),
    });
    const many = Array.from({ length: 100 }, () =>
      passwords.verify(undefined, "x", from).catch(() => "refused"),
    );
    const other = passwords.verify(undefined, "x", "203.0.113.8");
    expect(waiting.at(-1)).toBe(9);
    gate.resolve(Buffer.alloc(32));
    await expect(other).resolves.toMatchObject({ matches: false });
    expect((await Promise.all(many)).filter((outcome) => outcome === "refused")).toHaveLength(90);
  });

  it("are refused when the queue is full, instead of filling the memory", async () => {
    const gate = Promise.withResolvers<Buffer>();
    const compute = vi.fn(() => gate.promise);
    const passwords = openPasswords({ compute });
    const waiting = Array.from({ length: 32 }, (_, i) => passwords.verify(undefined, "x", `place ${i % 8}`));
    await expect(passwords.verify(undefined, "x", "place 2")).rejects.toMatchObject({
      kind: "unavailable",
      code: "too-many-attempts",
      retryAfterSeconds: 2,
    });
    expect(compute).toHaveBeenCalledTimes(2);
    gate.resolve(Buffer.alloc(32));
    await Promise.all(waiting);
  });

  it("in another stored form are an error without their content", async () => {
    const passwords = openPasswords({ cost });
    for (const stored of ["", "plain", "$2b$10$abcdefghijklmnopqrstuv"])
      await expect(passwords.verify(stored, "x", from)).rejects.toThrow(
        /^a stored password is not a PHC string of Argon2id$/,
      );
  });
});
