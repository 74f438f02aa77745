/** Run by a test as a process of its own: publishes, reports what, and never deletes it from the outbox. */
import { openDatabase } from "../open-database.ts";
import { startOutboxRelay } from "../outbox/start-outbox-relay.ts";

startOutboxRelay({
  database: await openDatabase(JSON.parse(process.argv[2] ?? "{}")),
  source: "/caravan/test",
  publish: (events) => {
    for (const event of events) process.stdout.write(`${event.id}\n`);
    return new Promise(() => {});
  },
});
