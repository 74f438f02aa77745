import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Passwords } from "../dependencies.ts";
import { passwordsBusy } from "../domain/refusals.ts";
import { type Argon2Cost, parsePhc, type StoredHash, toPhc } from "./phc.ts";
import { workQueue } from "./work-queue.ts";

/** @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id */
const currentCost: Argon2Cost = { memoryKib: 19_456, passes: 2, lanes: 1 };

const saltBytes = 16;
const digestBytes = 32;

/** Hashes take 19 MiB and a core each. A check behind thirty others is answered within a second or two. */
const bounds = { atOnce: 2, waiting: 30, waitingPerPlace: 8 };

export interface PasswordOptions {
  readonly cost?: Argon2Cost;
  /** Called with the queue's length, whenever it changes. */
  readonly onWaiting?: (count: number) => void;
  /** OpenSSL's Argon2id, unless a test counts its calls. */
  readonly compute?: (cost: Argon2Cost, salt: Buffer, password: string) => Promise<Buffer>;
}

/** Argon2id from OpenSSL, off the main thread and a few at a time. */
export const openPasswords = ({
  cost = currentCost,
  compute = argon2id,
  onWaiting,
}: PasswordOptions = {}): Passwords => {
  const queued = workQueue({ ...bounds, full: passwordsBusy, onWaiting });
  const digest = (by: Argon2Cost, salt: Buffer, password: string, from: string | undefined) =>
    queued(from ?? "", () => compute(by, salt, password));
  // Not a password of any account: an unknown address is compared with it, so that it takes as long as a known one.
  const dummyHash: StoredHash = { ...cost, salt: randomBytes(saltBytes), digest: randomBytes(digestBytes) };
  return {
    async hash(password, from) {
      const salt = randomBytes(saltBytes);
      return toPhc({ ...cost, salt, digest: await digest(cost, salt, password, from) });
    },
    async verify(stored, password, from) {
      const wanted = stored === undefined ? dummyHash : parsePhc(stored);
      const given = await digest(wanted, wanted.salt, password, from);
      const equal = given.length === wanted.digest.length && timingSafeEqual(given, wanted.digest);
      return { matches: stored !== undefined && equal, outdated: !sameCost(wanted, cost) };
    },
  };
};

const sameCost = (a: Argon2Cost, b: Argon2Cost): boolean =>
  a.memoryKib === b.memoryKib && a.passes === b.passes && a.lanes === b.lanes;

const argon2Async = promisify(argon2);

/** Normalised, since keyboards differ in how they compose the same letter (NIST SP 800-63B section 3.1.1.2). */
const argon2id = (
  { memoryKib, passes, lanes }: Argon2Cost,
  salt: Buffer,
  password: string,
): Promise<Buffer> =>
  argon2Async("argon2id", {
    message: password.normalize("NFKC"),
    nonce: salt,
    memory: memoryKib,
    passes,
    parallelism: lanes,
    tagLength: digestBytes,
  });
