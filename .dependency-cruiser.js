/** The direction of imports: main → app → routes, subscriptions → use-cases → domain → contracts. Checked by `./caravan test`. */

import { readdirSync } from "node:fs";

/** An app, or the template that new ones are made of. */
const app = "(apps/[^/]+|packages/scaffold/template)";
const inside = (folder) => `^${app}/src/${folder}/`;

/** The tables of the apps, typed, and nothing else of them: for what compares what the services wrote. */
const tables = "the apps' tables";
/** A driver and a query builder. */
const sql = "SQL";

/** What each package may import: a package that imports another one drags it into everything that imports the first. */
const layersOf = {
  contracts: [],
  // What services run on. An app hands one to the other.
  tracing: ["contracts"],
  "body-limit": [],
  "service-kit": ["body-limit", "contracts", "tracing"],
  // What apps with pages run on.
  pages: ["body-limit", "contracts", "service-kit"],
  dapr: ["body-limit", "contracts", "tracing"],
  database: ["contracts", sql],
  partner: ["contracts", "database", sql],
  // What sets the share of traffic that a version gets, for the command line and for services.
  mesh: ["contracts"],
  // What both plans of releases and dashboards are checked with.
  promql: [],
  // What decides about releases, without any I/O.
  "release-engine": ["contracts", "mesh", "promql"],
  // What looks at a shop from outside.
  buyer: ["contracts"],
  streams: ["contracts"],
  // What a cart costs, without any I/O.
  pricing: ["contracts"],
  // What product says that things cost, kept for a moment.
  prices: ["contracts", "dapr", "service-kit"],
  // Things that happen at times, for simulations.
  simulation: [],
  // What decides a flash sale in Redis; its tests start a real one.
  "flash-admission": ["simulation", "streams"],
  audit: ["contracts", "database", "streams", tables, sql],
  // Tools of engineers, with a cluster and a terminal. What operates a shop needs nothing of what tests it.
  terminal: ["toolchain"],
  observability: ["promql", "release-runner", "terminal", "toolchain", "tracing"],
  cluster: ["database", "toolchain"],
  "contract-check": ["contracts"],
  scaffold: ["toolchain"],
  operations: [
    ...["audit", "cluster", "contracts", "mesh", "observability", "pricing", "release-engine"],
    ...["streams", "terminal", "toolchain"],
  ],
  // Runs releases on what it is given.
  "release-runner": ["contract-check", "mesh", "promql", "release-engine"],
  lab: [
    ...["audit", "buyer", "cluster", "contracts", "database", "operations", "partner", "release-engine"],
    ...["simulation", "streams", "terminal", "toolchain", tables, sql],
  ],
  cli: [
    ...["audit", "cluster", "contract-check", "contracts", "database", "lab", "mesh"],
    ...["observability", "operations", "release-engine", "scaffold", "streams", "terminal", "toolchain"],
  ],
};
const forServices = [
  "body-limit",
  "contracts",
  "tracing",
  "service-kit",
  "pages",
  "dapr",
  "database",
  "flash-admission",
  "partner",
  "prices",
  "pricing",
  "mesh",
  "release-engine",
  "release-runner",
];
/** Proofs also read from the charts which apps there are, audit, read the streams, say why pods do not come up, and receive alerts. */
const forProofs = [
  "audit",
  "contracts",
  "cluster",
  "mesh",
  "database",
  "flash-admission",
  "buyer",
  "observability",
  "operations",
  "release-engine",
  "streams",
  "terminal",
  "toolchain",
];

const missing = readdirSync(new URL("packages", import.meta.url)).filter((name) => !(name in layersOf));
if (missing.length > 0) throw new Error(`Say in .dependency-cruiser.js what these may import: ${missing}`);

/** The packages that may import this. */
const packagesWith = (what) =>
  Object.keys(layersOf)
    .filter((name) => layersOf[name].includes(what))
    .join("|");

/** Packages and the toolchain but for these. */
const otherThan = (names) => ({
  path: "^(packages|toolchain)/",
  pathNot: names.map((name) => (name === "toolchain" ? "^toolchain/" : `^packages/${name}/`)),
});

const layer = (name, path, may) => ({
  name: `layers-${name}`,
  comment: `May import of ours: ${may.join(", ") || "nothing"}.`,
  severity: "error",
  from: { path },
  to: otherThan(may),
});

const layers = [
  ...Object.entries(layersOf).map(([name, may]) =>
    layer(name, `^packages/${name}/(?!template/)`, [name, ...may]),
  ),
  layer("apps", "^(apps/(?!e2e/|audit/)|packages/scaffold/template/)", ["scaffold/template", ...forServices]),
  layer("audit-program", "^apps/audit/", [...forServices, "audit", "streams"]),
  layer("e2e", "^apps/e2e/", forProofs),
  layer("toolchain", "^toolchain/", ["toolchain", "contract-check", "contracts"]),
  layer("tools", "^tools/", []),
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Files that import each other cannot be understood one at a time.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "apps-meet-through-contracts",
      comment: "Apps meet only through contracts.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "packages-know-no-app",
      comment: "An app's inside is its own.",
      severity: "error",
      from: { path: "^(packages|toolchain)/" },
      to: { path: "^apps/", pathNot: "^apps/[^/]+/src/database/schema\\.ts$" },
    },
    {
      name: "tables-for-those-who-compare",
      comment: `Tables of apps are for packages that list ${tables}.`,
      severity: "error",
      from: { path: "^(packages|toolchain)/", pathNot: `^packages/(${packagesWith(tables)})/` },
      to: { path: "^apps/" },
    },
    ...layers,
    {
      name: "contracts-import-only-valibot",
      comment: "Contracts are shared by everything, so they must cost nothing.",
      severity: "error",
      from: { path: "^packages/contracts/src/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: ["^packages/contracts/", "valibot", "^(node:)?crypto$"] },
    },
    {
      name: "domain-is-pure",
      comment:
        "Domain code imports nothing but contracts, and the engines of releases and prices, which are pure themselves, so that it can be tested without anything.",
      severity: "error",
      from: { path: inside("domain"), pathNot: "\\.test\\.ts$" },
      to: {
        pathNot: [
          inside("domain"),
          "^packages/(contracts|pricing|release-engine)/",
          "^packages/scaffold/template/contracts?\\.ts$",
        ],
      },
    },
    {
      name: "use-cases-see-only-the-domain",
      comment: "Stores and clients reach use cases through Dependencies.",
      severity: "error",
      from: { path: inside("use-cases"), pathNot: "\\.test\\.ts$" },
      to: {
        path: `^${app}/src/(routes|subscriptions|database|clients|main|app)`,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "routes-call-use-cases",
      comment: "Routes and subscriptions hold no SQL and call no service.",
      severity: "error",
      from: { path: `^${app}/src/(routes|subscriptions)/`, pathNot: "\\.test\\.ts$" },
      to: { path: `^${app}/src/(database|clients|main|app)`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "metrics-are-handed-out",
      comment:
        "What counts something is handed in by Dependencies, so that tests see it and no metric has two owners.",
      severity: "error",
      from: { path: `^${app}/`, pathNot: ["/src/(main|background)\\.ts$", "\\.test\\.ts$"] },
      to: { path: `^${app}/src/telemetry\\.ts$` },
    },
    {
      name: "only-dapr-knows-the-sidecar",
      comment: "One place wraps the SDK and its traps.",
      severity: "error",
      from: { pathNot: "^packages/dapr/" },
      to: { path: "node_modules/@dapr/" },
    },
    {
      name: "only-databases-hold-sql",
      comment: `SQL stands in an app's database folder, and in packages that list ${sql}.`,
      severity: "error",
      from: {
        pathNot: [
          `^${app}/src/(database/|migrate\\.ts$)`,
          `^packages/(${packagesWith(sql)})/src/`,
          "\\.test\\.ts$",
        ],
      },
      to: { path: "node_modules/(drizzle-orm|mysql2)/", dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|migrations)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".js", ".json"],
    },
  },
};
