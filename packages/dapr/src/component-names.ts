/** The names of the Dapr components; the files in `components/` define what stands behind each. */
export const componentNames = {
  pubsub: "pubsub",
  state: "state",
  secrets: "secrets",
  configuration: "configuration",
} as const;
