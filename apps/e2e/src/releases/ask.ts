import * as v from "valibot";

/** A request to an app. */
export interface Asked {
  readonly path: string;
  readonly who?: string;
  readonly scope?: string;
  readonly key?: string;
  readonly body?: object;
  readonly type?: string;
}

/** Sends a request to an app, as the mesh would pass it on. */
export const send = async (
  app: { request(path: string, init: RequestInit): unknown },
  { path, who, scope, key, body, type = "application/json" }: Asked,
  method: string,
): Promise<Response> => {
  const headers = {
    ...(who !== undefined && { "x-caravan-subject": who, "x-caravan-scope": scope ?? "guest" }),
    ...(key !== undefined && { "idempotency-key": key }),
    ...(body !== undefined && { "content-type": type }),
  };
  const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return v.parse(v.instance(Response), await app.request(path, sent));
};
