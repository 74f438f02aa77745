import { createHash } from "node:crypto";

/** What makes clicks cost something. The difficulty may be raised while a sale runs: what was solved for less is asked for again. */
export interface Challenge {
  /** Whether the answer solves this challenge at this difficulty. */
  verify(challenge: string, answer: string, difficulty: number): boolean;
}

const zeroBits = (digest: Buffer): number => {
  let bits = 0;
  for (const byte of digest) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
};

/** Proof of work: an answer whose digest with the challenge begins with that many zero bits. One bit more doubles the work. */
export const proofOfWork: Challenge = {
  verify: (challenge, answer, difficulty) =>
    answer.length <= 32 &&
    zeroBits(createHash("sha256").update(`${challenge}:${answer}`).digest()) >= difficulty,
};

/** Solves a challenge, as the page does in the browser; about 2^difficulty digests. */
export const solveWork = (challenge: string, difficulty: number): string => {
  for (let answer = 0; ; answer++)
    if (proofOfWork.verify(challenge, String(answer), difficulty)) return String(answer);
};
