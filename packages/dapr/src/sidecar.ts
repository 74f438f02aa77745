import type { CallContext } from "@caravan/contracts";
import { type Configuration, createConfiguration } from "./configuration.ts";
import { createInvoke, type Invoke } from "./invoke.ts";
import { createPublish, type Publish } from "./publish.ts";
import { awaitReady } from "./ready.ts";
import { sdkBlocks } from "./sdk.ts";
import { createReadSecret, type ReadSecret } from "./secret.ts";
import { createState, type State } from "./state.ts";
import { openTransport } from "./transport.ts";

/** What {@link connectSidecar} needs. */
export interface SidecarOptions {
  /** daprd's HTTP port on loopback. */
  readonly httpPort: number;
  /** The current request, if there is one. */
  readonly context: () => CallContext | undefined;
  /** Default seconds for calls. */
  readonly defaultTimeoutSeconds: number;
  /** Seconds that `ready` and `secret` wait for a sidecar that is still starting; 60 if absent. */
  readonly startTimeoutSeconds?: number;
  /** Called with errors of background work; for the log. */
  readonly onFault?: (error: Error) => void;
  /** Seconds between two polls of watched configuration, at random between these; 30 to 60 if absent. */
  readonly pollSeconds?: { readonly from: number; readonly to: number };
}

/** The Dapr sidecar of this process: the one way to other services, events, state, secrets and configuration. */
export interface Sidecar {
  /** The current request or event delivery: its deadline, and what calls inherit. */
  readonly context: () => CallContext | undefined;
  /** Resolves when the sidecar can be called. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Calls a route of another service. @see createClient for the usual way */
  readonly invoke: Invoke;
  /** Publishes events, in order per subject; one result per event. */
  readonly publish: Publish;
  /** Reads a secret. */
  readonly secret: ReadSecret;
  readonly state: State;
  readonly configuration: Configuration;
  /** Ends watches and connections; calls that are under way fail. */
  close(): Promise<void>;
}

/**
 * Connects to the sidecar. Nothing is sent before the first call, so it never fails.
 *
 * @example
 * const sidecar = connectSidecar({ httpPort: 3500, context: currentCall, defaultTimeoutSeconds: 5 });
 * await sidecar.ready();
 */
export const connectSidecar = (options: SidecarOptions): Sidecar => {
  const startTimeoutSeconds = options.startTimeoutSeconds ?? 60;
  const transport = openTransport(options);
  const blocks = sdkBlocks(transport);
  const configuration = createConfiguration(transport, {
    pollSeconds: options.pollSeconds ?? { from: 30, to: 60 },
    onFault: options.onFault ?? (() => {}),
  });
  return {
    context: transport.context,
    ready: (signal) => awaitReady(transport, startTimeoutSeconds, signal),
    invoke: createInvoke(transport),
    publish: createPublish(transport),
    secret: createReadSecret(blocks, startTimeoutSeconds),
    state: createState(transport, blocks),
    configuration,
    async close() {
      configuration.close();
      await transport.close();
    },
  };
};
