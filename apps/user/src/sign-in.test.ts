import { describe, expect, it } from "vitest";
import { openFakeUser, outcome } from "./testing/fake-user.ts";

describe("signing in", () => {
  it("gives an unknown address and a wrong password the same answer for the same work", async () => {
    const { signUp, signIn, hashing } = await openFakeUser();
    await signUp();
    const attempt = async (email: string) => {
      const before = hashing.length;
      const reply = await signIn(email, "wrong");
      const headers = [...reply.headers].filter(([name]) => name !== "date");
      return { status: reply.status, headers, body: await reply.json(), work: hashing.slice(before) };
    };
    const known = await attempt("ada@example.com");
    expect(known).toMatchObject({ status: 401, body: { code: "credentials-wrong" }, work: ["verify"] });
    expect(await attempt("unknown@example.com")).toEqual(known);
  });

  it("locks unknown addresses like known ones, with a Retry-After", async () => {
    const { signUp, signIn, wait, hashing } = await openFakeUser();
    await signUp();
    const guess = async (email: string) => {
      const replies: [number, string | null][] = [];
      for (let i = 0; i < 13; i += 1) {
        const reply = await signIn(email, "wrong");
        replies.push([reply.status, reply.headers.get("retry-after")]);
        if (i >= 10) wait(1);
      }
      return replies;
    };
    const known = await guess("ada@example.com");
    expect(known.slice(9)).toEqual([
      [401, null],
      [429, "1"],
      [401, null],
      [429, "1"],
    ]);
    expect(await guess("unknown@example.com")).toEqual(known);
    const before = hashing.length;
    expect(await outcome(await signIn("ada@example.com", "correct horse"))).toEqual([201, "ok"]);
    expect(hashing.slice(before)).toEqual(["verify"]);
  });

  it("lets the owner in from elsewhere, whatever one address tries", async () => {
    const { signUp, signIn } = await openFakeUser();
    await signUp();
    for (let i = 0; i < 200; i += 1)
      await signIn("ada@example.com", "wrong", undefined, { address: "192.0.2.1" });
    const locked = await signIn("ada@example.com", "correct horse", undefined, { address: "192.0.2.1" });
    expect(await outcome(locked)).toEqual([429, "too-many-attempts"]);
    const elsewhere = await signIn("ada@example.com", "correct horse", undefined, { address: "192.0.2.2" });
    expect(await outcome(elsewhere)).toEqual([201, "ok"]);
  });

  it("lets a known device in, however many addresses try", async () => {
    const { signUp, signIn, session, hashing } = await openFakeUser();
    const { deviceToken } = await signUp();
    const attack = async () => {
      for (let i = 0; i < 300; i += 1)
        await signIn("ada@example.com", "wrong", undefined, { address: `198.51.100.${i % 60}` });
    };
    const before = hashing.length;
    await attack();
    expect(hashing.length - before).toBe(100);
    const unknown = { address: "203.0.113.9" };
    expect((await signIn("ada@example.com", "correct horse", undefined, unknown)).status).toBe(429);
    for (const address of ["203.0.113.9", "198.51.100.1"]) {
      const known = await signIn("ada@example.com", "correct horse", undefined, { address, deviceToken });
      expect(known.status).toBe(201);
      expect((await session(known)).deviceToken).toBe(deviceToken);
    }
  });

  it("limits guesses of a known device as well, and accepts no device for another account", async () => {
    const { signUp, signIn, hashing } = await openFakeUser();
    const { deviceToken } = await signUp();
    await signUp("bob@example.com");
    const before = hashing.length;
    for (let i = 0; i < 40; i += 1)
      await signIn("ada@example.com", "wrong", undefined, { address: `192.0.2.${i}`, deviceToken });
    expect(hashing.length - before).toBe(10);
    for (let i = 0; i < 200; i += 1)
      await signIn("bob@example.com", "wrong", undefined, { address: `192.0.2.${i}`, deviceToken });
    expect(hashing.length - before).toBe(110);
  });

  it("bounds the work on passwords that one network address causes", async () => {
    const { signUp, signIn, hashing } = await openFakeUser({
      limits: { guestsPerHour: 1, signInsPerMinute: 20 },
    });
    await signUp();
    const before = hashing.length;
    for (let i = 0; i < 50; i += 1)
      await signIn(`user${i}@example.com`, "wrong", undefined, { address: "2001:db8::1" });
    expect(hashing.length - before).toBe(20);
    const other = await signIn("ada@example.com", "correct horse", undefined, { address: "2001:db8:0:1::1" });
    expect(other.status).toBe(201);
  });

  it("is not counted against the account when the password was right", async () => {
    const { signUp, signIn } = await openFakeUser();
    await signUp();
    for (let i = 0; i < 250; i += 1)
      expect((await signIn("ada@example.com", "correct horse")).status).toBe(201);
  });

  it("does no work on a password while locked", async () => {
    const { signIn, hashing } = await openFakeUser();
    for (let i = 0; i < 40; i += 1) await signIn("ada@example.com", "wrong");
    expect(hashing).toHaveLength(10);
  });

  it("lets the owner in after a minute at the latest, and resets the guesses then", async () => {
    const { signUp, signIn, wait } = await openFakeUser();
    await signUp();
    for (let i = 0; i < 30; i += 1) {
      await signIn("ada@example.com", "wrong");
      wait(20);
    }
    wait(60);
    expect((await signIn("ada@example.com", "correct horse")).status).toBe(201);
    expect(await outcome(await signIn("ada@example.com", "wrong"))).toEqual([401, "credentials-wrong"]);
  });

  it("hashes a password again when the parameters have changed", async () => {
    const stored: (string | undefined)[] = [];
    const passwords = {
      hash: async (password: string) => `new ${password}`,
      async verify(hash: string | undefined, password: string) {
        stored.push(hash);
        return {
          matches: hash?.endsWith(` ${password}`) ?? false,
          outdated: hash?.startsWith("old") ?? false,
        };
      },
    };
    const { signUp, signIn, accounts } = await openFakeUser({ passwords });
    const { subject } = await signUp();
    const checked = { id: subject, passwordHash: "new correct horse" };
    await accounts.rehash(checked, "old correct horse");
    expect((await signIn("ada@example.com", "correct horse")).status).toBe(201);
    expect((await accounts.find(subject))?.passwordHash).toBe("new correct horse");
    expect(stored).toEqual(["old correct horse", "new correct horse"]);
  });
});
