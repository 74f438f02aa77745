export { buildOnce, cacheFolder, keyOf } from "./cache.ts";
export { codeBlocks } from "./code-blocks.ts";
export {
  type DeclaredService,
  declaredServices,
  deployedApps,
  meshServices,
  scheduledApps,
} from "./declared-services.ts";
export { availableMemory } from "./ground.ts";
export {
  type AppImageOptions,
  appNames,
  buildAppImage,
  buildAppImages,
  stageAppImage,
} from "./images/app-image.ts";
export type { ImageArchive } from "./images/archive.ts";
export { bundleApp, checkout } from "./images/bundle.ts";
export { type DevelopmentBundle, openDevelopmentBundle } from "./images/development-bundle.ts";
export type { StandIns } from "./images/stand-ins.ts";
export {
  buildObservabilityImages,
  buildToolchainImages,
  toolchainImageNames,
} from "./images/toolchain-images.ts";
export { withLock } from "./lock.ts";
export { namespaces } from "./namespaces.ts";
export { moduleVersion, pins } from "./pins.ts";
export { settle } from "./settle.ts";
export { ensureAptPackages } from "./tools/apt.ts";
export { clusterToolNames, observabilityToolNames, type ToolName, testToolNames } from "./tools/catalogue.ts";
export { describeTools, type ToolReport } from "./tools/describe.ts";
export { type EnsureOptions, ensureTools, type ToolPaths } from "./tools/ensure.ts";
export { ensureFuzzer } from "./tools/fuzzer.ts";
export { goModuleDir } from "./tools/go-sources.ts";
export { Trouble } from "./trouble.ts";
export { until } from "./until.ts";
