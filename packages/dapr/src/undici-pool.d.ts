/**
 * The connection pool alone. `import "undici"` also loads fetch, WebSocket, mocks and SQLite caches: 13 MiB more per process
 * (numbers in the README). undici has no `exports` map, so its files can be required one by one, but only its index has types.
 */
declare module "undici/lib/dispatcher/pool.js" {
  export { Pool as default } from "undici";
}
