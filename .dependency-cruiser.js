/** The direction of imports: main → app → routes, subscriptions → use-cases → domain → contracts. Checked by `./caravan test`. */

const inside = (folder) => `^apps/[^/]+/src/${folder}/`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Files that import each other cannot be understood one at a time.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "apps-are-strangers",
      comment: "Apps meet only through contracts.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "packages-know-no-app",
      comment: "An app's inside is its own.",
      severity: "error",
      from: { path: "^(packages|toolchain)/", pathNot: "^packages/audit/" },
      to: { path: "^apps/" },
    },
    {
      name: "the-audit-knows-tables-alone",
      comment:
        "It compares what the services wrote, so it reads their tables, typed, and nothing else of them.",
      severity: "error",
      from: { path: "^packages/audit/" },
      to: { path: "^apps/", pathNot: "^apps/[^/]+/src/database/schema\\.ts$" },
    },
    {
      name: "packages-know-only-contracts",
      comment: "A package that imports another package drags it into every app.",
      severity: "error",
      from: { path: "^packages/(service-kit|dapr|database|contracts|contract-check|buyer|streams)/" },
      to: { path: "^packages/", pathNot: "^packages/($1|contracts)/" },
    },
    {
      name: "nothing-imports-the-command-line",
      comment: "What others need as well moves into a package below it.",
      severity: "error",
      from: { pathNot: "^packages/cli/" },
      to: { path: "^packages/cli/" },
    },
    {
      name: "tools-stay-out-of-apps",
      comment:
        "What engineers work with runs on their machines, with kubectl and a terminal; no app carries it.",
      severity: "error",
      from: { path: "^(apps|packages/(service-kit|dapr|database|contracts|buyer|stranger|audit|streams))/" },
      to: { path: "^(packages/(cli|cluster|contract-check|lab|operations|terminal)|toolchain)/" },
    },
    {
      name: "tools-stand-on-the-toolchain",
      comment: "Reaching a cluster and printing are the ground of all tools; they know none of them.",
      severity: "error",
      from: { path: "^packages/(cluster|terminal)/" },
      to: { path: "^packages/", pathNot: "^packages/($1|database)/" },
    },
    {
      name: "operations-know-no-laboratory",
      comment: "What operates a shop in production must not need what tests it.",
      severity: "error",
      from: { path: "^packages/operations/" },
      to: {
        path: "^packages/",
        pathNot: "^packages/(operations|audit|cluster|contracts|streams|terminal)/",
      },
    },
    {
      name: "contracts-import-only-valibot",
      comment: "Contracts are shared by everything, so they must cost nothing.",
      severity: "error",
      from: { path: "^packages/contracts/src/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: ["^packages/contracts/", "valibot", "^(node:)?crypto$"] },
    },
    {
      name: "domain-is-pure",
      comment: "Domain code imports nothing but contracts, so that it can be tested without anything.",
      severity: "error",
      from: { path: inside("domain"), pathNot: "\\.test\\.ts$" },
      to: { pathNot: [inside("domain"), "^packages/contracts/"] },
    },
    {
      name: "use-cases-see-only-the-domain",
      comment: "Stores and clients reach use cases through Dependencies.",
      severity: "error",
      from: { path: inside("use-cases"), pathNot: "\\.test\\.ts$" },
      to: {
        path: "^apps/[^/]+/src/(routes|subscriptions|database|clients|main|app)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "routes-call-use-cases",
      comment: "Routes and subscriptions hold no SQL and call no service.",
      severity: "error",
      from: { path: "^apps/[^/]+/src/(routes|subscriptions)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^apps/[^/]+/src/(database|clients|main|app)", dependencyTypesNot: ["type-only"] },
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
      comment: "SQL stands in an app's database folder and in packages/database.",
      severity: "error",
      from: {
        path: "^apps/(?!e2e)",
        pathNot: [
          "/database/",
          "src/migrate\\.ts$",
          "src/main\\.ts$",
          "drizzle\\.config\\.ts$",
          "\\.test\\.ts$",
        ],
      },
      to: { path: "node_modules/(drizzle-orm|mysql2)/" },
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
