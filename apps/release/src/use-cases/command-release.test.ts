import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { releases } from "../database/schema.ts";
import { codeOf } from "../testing/client.ts";
import { type ManagedService, openManagedService } from "../testing/open-managed-service.ts";

let service: ManagedService["service"];
let manager: ManagedService["manager"];
beforeAll(async () => {
  ({ service, manager } = await openManagedService());
});
afterAll(() => service.close());

it("a command that would go on is refused near the end of the log, and the way back is taken", async () => {
  const { id } = await manager.releaseIn(await manager.start());
  const fill = (entries: number) =>
    service.test.database.drizzle.update(releases).set({ entries }).where(eq(releases.id, id));
  await fill(9_600);
  for (const command of ["promote", "resume", "hold"])
    expect(await codeOf(await manager.command(id, command))).toEqual([409, "log-nearly-full"]);
  expect((await manager.command(id, "rollback")).status).toBe(200);
}, 20_000);
