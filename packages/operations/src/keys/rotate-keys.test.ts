import type { SigningKey } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { type RotationSteps, rotateKeys } from "./rotate-keys.ts";
import { generateSigningKey } from "./signing-keys.ts";

/** A shop with one key: the Secret, the mesh's policies, and the keys of its Envoys. */
const openWorld = () => {
  const first = generateSigningKey(new Date(0));
  const world = {
    now: new Date("2026-11-25T12:00:00.000Z"),
    written: [first] as SigningKey[],
    version: 1,
    told: new Set([first.kid]),
    envoys: new Set([first.kid]),
    istiod: true,
    /** Called before each step; may throw. */
    before: (_step: keyof RotationSteps): void => undefined,
  };
  const step = <T>(name: keyof RotationSteps, work: () => T) => {
    world.before(name);
    const result = work();
    sound();
    return Promise.resolve(result);
  };
  /** The invariant: every key that signs, now or later, is known to every Envoy. */
  const sound = () => {
    for (const { kid } of world.written) expect(world.envoys).toContain(kid);
  };
  const steps: RotationSteps = {
    requireMesh: () =>
      step("requireMesh", () => {
        if (!world.istiod) throw new Error("no istiod");
      }),
    read: () => step("read", () => ({ keys: world.written, resourceVersion: String(world.version) })),
    write: ({ keys, resourceVersion }) =>
      step("write", () => {
        if (resourceVersion !== String(world.version)) throw new Error("written by others");
        world.written = [...keys];
        world.version += 1;
      }),
    tell: (keys, keep) =>
      step("tell", () => {
        const kids = keys.map(({ kid }) => kid);
        world.told = new Set(keep ? [...world.told, ...kids] : kids);
        if (world.istiod) world.envoys = new Set(world.told);
      }),
    inForce: (keys) =>
      step("inForce", () => {
        if (!keys.every(({ kid }) => world.envoys.has(kid))) throw new Error("an Envoy does not know it");
      }),
  };
  const rotate = () => rotateKeys(steps, () => world.now);
  return { world, rotate, first };
};

test("a key is written only when every Envoy has it, and signs a minute later", async () => {
  const { world, rotate, first } = openWorld();
  const made = await rotate();
  expect(world.written.map(({ kid }) => kid)).toEqual([first.kid, made.kid]);
  expect(made.signFrom).toBe("2026-11-25T12:01:00.000Z");
  expect(world.told).toEqual(new Set([first.kid, made.kid]));
});

describe("a rotation that is stopped", () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    "before step %i breaks nothing, and the next rotation completes",
    async (stop) => {
      const { world, rotate } = openWorld();
      let step = 0;
      world.before = () => {
        if (step++ >= stop) throw new Error("stopped");
      };
      await expect(rotate()).rejects.toThrow("stopped");
      expect(step).toBeGreaterThan(stop);
      for (const { kid } of world.written) expect(world.envoys).toContain(kid);
      world.before = () => undefined;
      world.now = new Date(world.now.getTime() + 120_000);
      const made = await rotate();
      expect(world.written.at(-1)?.kid).toBe(made.kid);
      expect(world.told).toEqual(new Set(world.written.map(({ kid }) => kid)));
      expect(world.envoys).toEqual(world.told);
    },
  );
});

test("without istiod nothing is changed", async () => {
  const { world, rotate } = openWorld();
  world.istiod = false;
  const before = structuredClone({ written: world.written, told: world.told });
  await expect(rotate()).rejects.toThrow("no istiod");
  expect({ written: world.written, told: world.told }).toEqual(before);
});

test("when istiod dies half-way no key signs that an Envoy lacks", async () => {
  const { world, rotate, first } = openWorld();
  world.before = (step) => {
    if (step === "tell") world.istiod = false;
  };
  await expect(rotate()).rejects.toThrow("an Envoy does not know it");
  expect(world.written).toEqual([first]);
  world.istiod = true;
  world.before = () => undefined;
  const made = await rotate();
  expect(world.written.map(({ kid }) => kid)).toEqual([first.kid, made.kid]);
});

test("the second of two rotations at once is refused, and the mesh keeps trusting the first one's key", async () => {
  const { world, rotate } = openWorld();
  const other = generateSigningKey(new Date("2026-11-25T12:01:00.000Z"));
  world.before = (step) => {
    if (step !== "write" || world.version > 1) return;
    world.envoys.add(other.kid);
    world.written = [...world.written, other];
    world.version += 1;
  };
  await expect(rotate()).rejects.toThrow("written by others");
  expect(world.written.at(-1)).toEqual(other);
  expect(world.told).toContain(other.kid);
});

test("a mesh that lost a key gets it again, also while the newest key waits", async () => {
  const { world, rotate } = openWorld();
  const made = await rotate();
  world.told.delete(made.kid);
  await expect(rotate()).rejects.toThrow("signs from");
  expect(world.envoys).toContain(made.kid);
});
