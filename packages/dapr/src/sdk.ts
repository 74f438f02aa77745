import secretModule from "@dapr/dapr/implementation/Client/HTTPClient/secret.js";
import stateModule from "@dapr/dapr/implementation/Client/HTTPClient/state.js";
import { callBuildingBlock } from "./building-block.ts";
import type { SidecarRequest, Transport } from "./transport.ts";

// The Dapr SDK's building blocks, without its client: `import "@dapr/dapr"` loads gRPC, workflow and Express too, which
// costs 66 MiB and 220 ms per process, and its client has no timeouts. The blocks only build requests and pass them to
// `execute`, which is ours (numbers in the README).

/** What the SDK's blocks need of their client. */
interface Executor {
  execute(
    url: string,
    params?: { method?: string; headers?: Record<string, string>; body?: unknown },
  ): Promise<unknown>;
  readonly options: { readonly logger: { readonly service: Record<string, () => void> } };
}

const nothing = (): void => {};
/** The SDK prints to the console what it also returns as `{ error }`; here every error is thrown, so it prints nothing. */
const silence = { error: nothing, warn: nothing, info: nothing, verbose: nothing, debug: nothing };

const methodOf = (method: string | undefined): SidecarRequest["method"] =>
  method === "POST" || method === "DELETE" ? method : "GET";

const createExecutor = (transport: Transport): Executor => ({
  options: { logger: { service: silence } },
  async execute(url, params) {
    const reply = await callBuildingBlock(transport, {
      method: methodOf(params?.method),
      path: `/v1.0${url}`,
      headers: {
        ...params?.headers,
        ...(params?.body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: params?.body === undefined ? undefined : JSON.stringify(params.body),
    });
    return reply.body === "" ? undefined : JSON.parse(reply.body);
  },
});

// CommonJS seen from a module: Node hands over the exports object, vitest its `default`.
const Secret = "default" in secretModule ? secretModule.default : secretModule;
const State = "default" in stateModule ? stateModule.default : stateModule;
type SdkClient = ConstructorParameters<typeof Secret>[0];

/** The SDK's secret and state blocks over `transport`. They still resolve with `{ error }`: read it. */
export const sdkBlocks = (transport: Transport) => {
  // The blocks want the SDK's client class, private members and all, but call `execute` only; the tests would notice more.
  const client = createExecutor(transport) as unknown as SdkClient;
  return { secret: new Secret(client), state: new State(client) };
};
