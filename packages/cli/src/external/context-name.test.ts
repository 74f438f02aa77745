import { expect, test } from "vitest";
import { looksLikeDevelopment } from "./context-name.ts";

test.each([
  "kind-shop",
  "k3d-a",
  "minikube",
  "docker-desktop",
  "rancher-desktop",
  "orbstack",
  "colima",
  "colima-arm",
  "team-dev",
  "dev-anna",
])("%s may be used", (name) => expect(looksLikeDevelopment(name)).toBe(true));

test.each([
  "production",
  "prod-kind-1",
  "kind",
  "minikube-prod",
  "device",
  "team-developers",
  "my-docker-desktop",
  "",
])("%j needs --yes", (name) => expect(looksLikeDevelopment(name)).toBe(false));
