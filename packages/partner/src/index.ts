export { insertCallbacks } from "./callbacks/callback-rows.ts";
export {
  type CallbackOutcome,
  type CallbackSender,
  type CallbackSenderOptions,
  openCallbackSender,
} from "./callbacks/callback-sender.ts";
export { type Callback, type PlannedCallback, planCallback } from "./callbacks/plan-callback.ts";
export type { Post, SignedPost } from "./callbacks/post-signed.ts";
export { draw, strikes } from "./draw.ts";
export type { CallbackMisbehaviour, RequestMisbehaviour } from "./misbehaviour.ts";
export { openRequestFaults, type RequestFaults, type RequestFaultsOptions } from "./request-faults.ts";
export { openSetting, type Setting, type SettingOptions } from "./settings/open-setting.ts";
export * from "./tables.ts";
