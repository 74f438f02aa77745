/** The names of the Dapr components; `components/` defines them. */
export const componentNames = {
  pubsub: "pubsub",
  state: "state",
  secrets: "secrets",
  configuration: "configuration",
} as const;
