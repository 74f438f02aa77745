import { caravan, shop } from "./shop.ts";

/** An embedded cluster of its own, beside the one of the other proofs. */
export interface SecondCluster {
  readonly kubeconfig: string;
  /** Ends it and removes all that is of it. */
  remove(): Promise<void>;
}

/**
 * Boots a second embedded cluster without the shop. From here on this file's harness means that one.
 *
 * @param folder gets `site/` and `vendor/`: what an installation with Helm has to know
 */
export const bootSecondCluster = async (name: string, folder: string): Promise<SecondCluster> => {
  const { CARAVAN_INSTANCE: first, ...others } = process.env;
  delete others.CARAVAN_SLOT;
  const before = process.env;
  process.env = { ...others, CARAVAN_INSTANCE: [first, name].filter(Boolean).join("-") };
  const remove = async () => {
    await caravan("down", "--wipe");
    process.env = before;
  };
  try {
    await caravan("down", "--wipe"); // of a run that was killed
    await caravan("up", "--cluster-only", folder);
    return { kubeconfig: (await shop()).kubeconfig, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};
