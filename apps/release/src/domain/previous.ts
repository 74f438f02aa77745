import { previousDiffers } from "./refusals.ts";

/** What a pod runs: the image that was asked for, and its digest, empty where it is not known. */
interface RunningImage {
  readonly image: string;
  readonly digest: string;
}

/** Whether a reference names what a pod runs: by its digest where it has one, else word for word. */
const isNamedBy = (reference: string, { image, digest }: RunningImage): boolean => {
  if (image === reference) return true;
  const [, named] = reference.split("@");
  return named !== undefined && (named === digest || image.endsWith(`@${named}`));
};

/**
 * Compares what is said to serve with what does: the way back of a release leads there.
 *
 * @throws Refusal `previous-differs`
 */
export const requirePrevious = (
  service: string,
  previous: string,
  running: readonly RunningImage[],
): void => {
  if (running.length === 0 || !running.every((one) => isNamedBy(previous, one)))
    throw previousDiffers(service, previous, [...new Set(running.map(({ image }) => image))]);
};
