import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";

/** A GET on the API server as administrator, without the cost of starting kubectl. `undefined` when nothing answers. */
export interface ApiServer {
  get(path: string): Promise<{ status: number; body: string } | undefined>;
}

/** Reads the certificates that `createPki` left in the run directory. */
export const connectApiServer = async (run: string, host: string): Promise<ApiServer> => {
  const [ca, cert, key] = await Promise.all(
    ["ca.crt", "admin.crt", "admin.key"].map((name) => readFile(join(run, "pki", name))),
  );
  return {
    get: (path) =>
      new Promise((resolve) => {
        const call = request({ host, port: 6443, path, ca, cert, key, timeout: 5000 }, (response) => {
          let body = "";
          response.setEncoding("utf8").on("data", (chunk: string) => {
            body += chunk;
          });
          response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
        });
        call.on("error", () => resolve(undefined));
        call.on("timeout", () => call.destroy());
        call.end();
      }),
  };
};
