import { afterAll, beforeAll } from "vitest";
import { openManagedService } from "./open-managed-service.ts";

/** Opens a service whose engine runs, for the tests of a file. What it returns gives it, and a release manager, to each of them. */
export const runningEngine = () => {
  const open = async () => {
    const { process, ...managed } = await openManagedService();
    return { ...managed, engine: process.start() };
  };
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened?.engine.stop();
    await opened?.service.close();
  });
  return () => {
    if (!opened) throw new Error("the service is open during tests alone");
    return opened;
  };
};
