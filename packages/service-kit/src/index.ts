export { parseForm } from "./body.ts";
export { clientNetwork } from "./client-network.ts";
export {
  ConfigError,
  defineConfig,
  loadConfig,
  parseSecret,
  type ServiceConfig,
  WholeNumber,
} from "./config.ts";
export {
  callContext,
  currentTraceparent,
  loadShared,
  requestContext,
  type Served,
  useShared,
} from "./context.ts";
export { type EventReader, EventStream } from "./event-stream.ts";
export { type Background, every } from "./every.ts";
export { healthRoutes, type ReadinessChecks } from "./health.ts";
export {
  type Caller,
  formerlyHeader,
  readCaller,
  scopeHeader,
  subjectHeader,
} from "./identity.ts";
export { type Logger, log } from "./log.ts";
export { reportDelivery } from "./messaging.ts";
export { counter, gauge, histogram, metrics } from "./metrics.ts";
export { readMountedSecret } from "./mounted-secret.ts";
export { openApi } from "./open-api.ts";
export { type OpenedParts, type Opening, openService, type ReadSecret } from "./open-service.ts";
export { type EventStreams, endedStream, type Follower, openStreams } from "./open-streams.ts";
export { requireKey } from "./own-key.ts";
export { toProblem } from "./problems.ts";
export {
  Answer,
  createRouter,
  type Handler,
  type HandlerInput,
  type Handlers,
  type Router,
  type RouterOptions,
} from "./router.ts";
export { callbackMalformed, isSigned, signatureInvalid, signBody } from "./signature.ts";
export { storedAnswer } from "./stored-answer.ts";
