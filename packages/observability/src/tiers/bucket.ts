import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

/** A bucket in memory. */
export interface Bucket {
  readonly url: string;
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly close: () => void;
}

/** Starts a store that speaks as much of S3 as an archive needs: objects are put and got by requests that are signed (not checked) for this key. */
export const startBucket = async (accessKey: string): Promise<Bucket> => {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const { url = "", method, headers } = request;
    const signed = new RegExp(
      `^AWS4-HMAC-SHA256 Credential=${accessKey}/[0-9]{8}/eu-central-1/s3/aws4_request`,
    );
    if (!signed.test(headers.authorization ?? "")) return response.writeHead(403).end();
    if (method === "PUT") {
      objects.set(url, await buffer(request));
      return response.end();
    }
    const found = objects.get(url);
    return found === undefined ? response.writeHead(404).end() : response.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : "";
  return { url: `http://127.0.0.1:${port}/caravan/tiers`, objects, close: () => void server.close() };
};
