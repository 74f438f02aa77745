export { callbacksTable } from "./callbacks/callbacks-table.ts";
export { settingsTable } from "./settings/settings-table.ts";
