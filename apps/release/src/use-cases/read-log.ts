import type { Dependencies } from "../dependencies.ts";
import { findRelease } from "./find-release.ts";

/** Lines that are read and sent at a time. */
const part = 200;

/** A log as JSON Lines, in parts, as fast as it is read. @throws Refusal `release-unknown` */
export const readLog = async (
  dependencies: Pick<Dependencies, "releases">,
  releaseId: string,
): Promise<ReadableStream<Uint8Array>> => {
  await findRelease(dependencies, releaseId);
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const lines = await dependencies.releases.lines(releaseId, after, part);
      after += lines.length;
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.map((line) => `${line}\n`).join("")));
      if (lines.length < part) controller.close();
    },
  });
};
