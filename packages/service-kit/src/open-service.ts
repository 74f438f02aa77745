import type { CallContext } from "@caravan/contracts";
import * as v from "valibot";
import { loadConfig, parseSecret, type ServiceConfig } from "./config.ts";
import { callContext, currentTraceparent } from "./context.ts";
import { showLocks } from "./database.ts";
import type { ReadinessChecks } from "./health.ts";
import { type Logger, log } from "./log.ts";
import { showOutboxLag } from "./messaging.ts";
import { readMountedSecret } from "./mounted-secret.ts";
import type { Router } from "./router.ts";
import { runService, type ServiceParts } from "./run-service.ts";

/** The needed part of a sidecar; `Sidecar` of `@caravan/dapr` fits. */
interface SidecarPart {
  readonly context: () => CallContext | undefined;
  readonly secret: (name: string) => Promise<unknown>;
  close(): Promise<void>;
}

/** The needed part of a database; `Database` of `@caravan/database` fits. */
interface DatabasePart {
  ping(): Promise<void>;
  locks(): { readonly waiting: number; readonly refused: number };
  close(): Promise<void>;
}

interface SidecarSettings {
  readonly httpPort: number;
  readonly context: () => CallContext | undefined;
  readonly defaultTimeoutSeconds: number;
}

/** Reads a secret and checks it. @throws ConfigError that names the keys that are missing or wrong, never their values */
export type ReadSecret = <const T extends v.GenericSchema>(
  name: string,
  schema: T,
) => Promise<v.InferOutput<T>>;

/** Opens the parts of a service, which are closed at the end, in reverse order. */
export interface Opening<C> {
  readonly config: C;
  readonly app: string;
  readonly version: string;
  /** How this process hears events; options of `subscriptions` of `@caravan/dapr`. */
  readonly events: {
    /** A canary hears none; those that are handed over to it it handles. */
    readonly enabled: boolean;
    /** The app's own address in the mesh, where v1 hands over events while it has a canary. */
    readonly meshUrl?: string;
  };
  readonly log: Logger;
  readonly now: () => Date;
  /** W3C trace context of the current request. */
  readonly traceparent: () => string | undefined;
  /** Options of `startOutboxRelay` beside database and broker. */
  readonly outbox: { readonly source: string; readonly onLag: typeof showOutboxLag; readonly log: Logger };
  /** Connects to the sidecar; secrets come from it afterwards. */
  sidecar<S extends SidecarPart>(
    connect: (settings: SidecarSettings) => S,
    defaultTimeoutSeconds?: number,
  ): S;
  /** Reads from the sidecar, or, where there is none, from the mounted files. */
  readonly secret: ReadSecret;
  /** Opens the service's database from its secret `<app>-database`; the service is ready while it answers. */
  database<X, D extends DatabasePart>(
    open: (settings: X & DatabaseOptions) => Promise<D>,
    secret: v.GenericSchema<unknown, X>,
    schema: Record<string, unknown>,
  ): Promise<D>;
}

interface DatabaseOptions {
  readonly schema: Record<string, unknown>;
  readonly context?: () => CallContext | undefined;
}

/** The parts of an app. Its database is one of the readiness checks already. */
export interface OpenedParts extends Omit<ServiceParts, "ready" | "tls" | "close"> {
  readonly ready?: ReadinessChecks;
  /** Served with the certificate of the secret `<app>-tls`, by apps outside the mesh. */
  readonly tls?: { readonly port: number; readonly routes: Router };
}

/** The secret `<app>-tls`. */
const TlsSecret = v.object({ "tls.crt": v.string(), "tls.key": v.string() });

/**
 * Reads the configuration, opens the parts of a service and runs it until it is drained.
 *
 * @throws ConfigError that lists all faults, before anything opens
 * @example
 * await openService(Config, async ({ sidecar, database, ...service }) => {
 *   const calls = sidecar(connectSidecar);
 *   const orders = openOrders(await database(openDatabase, DatabaseSecret, schema));
 *   return { routes: createApp({ ...service, orders, prices: openPrices(calls) }) };
 * });
 */
export const openService = async <const S extends v.GenericSchema<unknown, ServiceConfig>>(
  schema: S,
  open: (service: Opening<v.InferOutput<S>>) => Promise<OpenedParts>,
): Promise<void> => {
  const config: v.InferOutput<S> = loadConfig(schema);
  await runService(config, async () => {
    const { service, ready, closing } = openingOf(config);
    const { tls, ...parts } = await open(service);
    return {
      ...parts,
      ...(tls && { tls: { ...tls, ...(await certificateOf(service)) } }),
      ready: { ...ready, ...parts.ready },
      close: closing.toReversed(),
    };
  });
};

const certificateOf = async ({ app, secret }: Pick<Opening<unknown>, "app" | "secret">) => {
  const { "tls.crt": cert, "tls.key": key } = await secret(`${app}-tls`, TlsSecret);
  return { cert, key };
};

/** What {@link openService} passes on, and the parts opened so far. */
export const openingOf = <C extends ServiceConfig>(config: C) => {
  const ready: Record<string, () => Promise<void>> = {};
  const closing: { close(): Promise<void> }[] = [];
  let connected: SidecarPart | undefined;
  const { APP_ID: app, APP_VERSION: version } = config;
  const secret: ReadSecret = async (name, schema) =>
    connected === undefined
      ? readMountedSecret(name, schema)
      : parseSecret(name, schema, await connected.secret(name));
  const service: Opening<C> = {
    ...{ config, app, version, log, secret },
    events: {
      enabled: config.EVENTS === "on",
      ...(config.MESH_URL !== undefined && { meshUrl: config.MESH_URL }),
    },
    now: () => new Date(),
    traceparent: currentTraceparent,
    outbox: { source: `/caravan/${app}`, onLag: showOutboxLag, log },
    sidecar(connect, defaultTimeoutSeconds = 5) {
      const sidecar = connect({
        httpPort: config.DAPR_HTTP_PORT,
        context: callContext,
        defaultTimeoutSeconds,
      });
      connected = sidecar;
      closing.push(sidecar);
      return sidecar;
    },
    async database(openDatabase, settings, schema) {
      const context = connected && { context: connected.context };
      const database = await openDatabase({
        ...(await secret(`${app}-database`, settings)),
        schema,
        ...context,
      });
      showLocks(database.locks);
      ready.database = () => database.ping();
      closing.push(database);
      return database;
    },
  };
  return { service, ready, closing };
};
