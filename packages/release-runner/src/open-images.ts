import type { Kubernetes } from "@caravan/mesh";

/** What a pod runs: the image that was asked for, and its digest (`sha256:…`); empty before it has been pulled. */
interface RunningImage {
  readonly image: string;
  readonly digest: string;
}

/** What the pods of v1 of a service run, each image once; those that are ending do not count. @throws Error when pods cannot be listed */
export type StableImages = (service: string) => Promise<readonly RunningImage[]>;

const digestIn = (imageId: string): string => /sha256:[0-9a-f]{64}$/.exec(imageId)?.[0] ?? "";

/** Reads the images of v1 from its pods, also of those that are not ready: what does not work can be replaced. */
export const openStableImages =
  ({ pods }: Pick<Kubernetes, "pods">, shop: string): StableImages =>
  async (service) => {
    const found = (await pods(shop, service))
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined && metadata.labels.version === "v1")
      .flatMap(({ spec, status }): RunningImage[] => {
        const isApp = ({ name }: { readonly name: string }) => name === service;
        const image = spec.containers.find(isApp)?.image;
        const digest = digestIn(status.containerStatuses?.find(isApp)?.imageID ?? "");
        return image === undefined ? [] : [{ image, digest }];
      });
    return [...new Map(found.map((one) => [`${one.image} ${one.digest}`, one])).values()];
  };
