import { clientOf } from "./client.ts";
import { openTestService } from "./open-test-service.ts";

/** The service with one process, and a release manager who asks it. */
export const openManagedService = async () => {
  const service = await openTestService();
  const process = service.open("one");
  return { service, process, manager: clientOf(service, process.app, "release-manager") };
};
export type ManagedService = Awaited<ReturnType<typeof openManagedService>>;
