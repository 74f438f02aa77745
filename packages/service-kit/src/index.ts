export { ConfigError, defineConfig, loadConfig, type ServiceConfig, WholeNumber } from "./config.ts";
export { callContext, loadShared, requestContext, type Served, useShared } from "./context.ts";
export { type Background, every } from "./every.ts";
export { ensureGuest, guestCookieName, readGuest } from "./guest-cookie.ts";
export { healthRoutes, type ReadinessChecks } from "./health.ts";
export { type Logger, log } from "./log.ts";
export { counter, gauge, metrics } from "./metrics.ts";
export { openApi } from "./open-api.ts";
export { refusalStatus, toProblem } from "./problems.ts";
export {
  Answer,
  createRouter,
  type Handler,
  type HandlerInput,
  type Handlers,
  type Router,
  type RouterOptions,
} from "./router.ts";
export { runService, type ServiceParts } from "./run-service.ts";
