import { type Issue, issueInWords } from "@caravan/contracts";
import * as v from "valibot";

/** The environment is invalid; `faults` names every invalid variable, not only the first. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.faults = faults;
    // The operator needs the faults; a stack trace would not help.
    this.stack = this.message;
  }
}

/** A whole number in an environment variable. */
export const WholeNumber = (minimum: number, maximum: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[0-9]+$/, "must be a whole number"),
    v.transform(Number),
    v.minValue(minimum, `must be at least ${minimum}`),
    v.maxValue(maximum, `must be at most ${maximum}`),
  );

const Port = WholeNumber(1, 65_535);

/** The environment of every service; the chart sets all of it. */
const serviceEntries = {
  APP_ID: v.pipe(v.string(), v.regex(/^[a-z]+$/, "must be the app's folder name")),
  APP_VERSION: v.optional(v.pipe(v.string(), v.regex(/^v[0-9]+$/, "must look like v1")), "v1"),
  PORT: v.optional(Port, "8080"),
  /** Loopback port that only this pod's daprd calls. */
  SIDECAR_PORT: v.optional(Port, "8081"),
  DAPR_HTTP_PORT: v.optional(Port, "3500"),
  /** `off` for a canary: it serves calls but gets no second copy of the events. */
  EVENTS: v.optional(v.picklist(["on", "off"], "must be on or off"), "on"),
  /** The app's own address in the mesh, where it hands over events while it has a canary. */
  MESH_URL: v.optional(v.pipe(v.string(), v.url("must be a URL"))),
  LOG_LEVEL: v.optional(
    v.picklist(["debug", "info", "warn", "error", "fatal"], "must be debug, info, warn, error or fatal"),
    "info",
  ),
  /** How long to go on serving after SIGTERM, while the mesh takes the pod out. */
  DRAIN_SECONDS: v.optional(WholeNumber(0, 120), "5"),
  /** A request, event or step that takes so long is traced whatever the share of traces. */
  TRACE_SLOW_MILLISECONDS: v.optional(WholeNumber(1, 600_000), "1000"),
  OTEL_EXPORTER_OTLP_ENDPOINT: v.optional(v.pipe(v.string(), v.url("must be a URL"))),
};

/**
 * The schema of a service's environment: the variables every service has and its own.
 *
 * @example
 * export const Config = defineConfig({ HOLD_MINUTES: v.optional(WholeNumber(1, 1440), "15") });
 * export type Config = v.InferOutput<typeof Config>;
 */
export const defineConfig = <const E extends v.ObjectEntries>(entries: E) =>
  v.object({ ...serviceEntries, ...entries });

/** The part of the configuration that every service has. */
export type ServiceConfig = v.InferOutput<v.ObjectSchema<typeof serviceEntries, undefined>>;

/**
 * Reads the configuration once, before anything opens.
 *
 * @throws ConfigError that lists all faults. Values are not repeated, since they may be secret.
 */
export const loadConfig = <const S extends v.GenericSchema>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): v.InferOutput<S> => {
  // An empty variable means "not set": charts and shells cannot always leave one out.
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = v.safeParse(schema, set);
  if (result.success) return result.output;
  throw new ConfigError(result.issues.map((issue) => describe(issue)));
};

const describe = (issue: Issue): string => {
  const name = v.getDotPath(issue) ?? "environment";
  return issue.input === undefined ? `${name} is not set` : `${name} ${issueInWords(issue)}`;
};

/**
 * Checks a secret, once, before anything opens.
 *
 * @throws ConfigError that names the keys that are missing or wrong. Values are not repeated: they are secret.
 * @example const settings = parseSecret("order-database", DatabaseSecret, await sidecar.secret("order-database"));
 */
export const parseSecret = <const S extends v.GenericSchema>(
  name: string,
  schema: S,
  secret: unknown,
): v.InferOutput<S> => {
  const result = v.safeParse(schema, secret);
  if (result.success) return result.output;
  throw new ConfigError(
    result.issues.map((issue) => `secret ${name}: ${v.getDotPath(issue) ?? "it"} is missing or wrong`),
  );
};
