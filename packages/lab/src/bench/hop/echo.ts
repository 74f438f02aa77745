/** Runs in a pod: answers every request with the same few bytes, so that only the round trip is measured. */
import { createServer } from "node:http";

const reply = JSON.stringify({ items: [{ sku: "CAR-0001", onHand: 40, reserved: 2, free: 38 }] });
const server = createServer({ keepAlive: true }, (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": reply.length });
  response.end(reply);
});
server.keepAliveTimeout = 0; // the proxies keep connections for long; a close would meet a request under way
server.listen(8080);
process.on("SIGTERM", () => process.exit(0));
