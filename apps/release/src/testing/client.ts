import { newId, Page, Problem, Release, Train } from "@caravan/contracts";
import type { Router } from "@caravan/service-kit";
import * as v from "valibot";
import type { openTestService } from "./open-test-service.ts";
import { servingOf } from "./serving-of.ts";

type Service = Awaited<ReturnType<typeof openTestService>>;

/** A person with a token, who speaks to one process of the service. */
export const clientOf = (service: Service, app: Router, scope: string, subject: string = newId("usr")) => {
  const headers = { ...service.as(subject, scope), "content-type": "application/json" };
  const get = (path: string) => app.request(path, { headers });
  const post = (path: string, body: object, key: string = crypto.randomUUID()) =>
    app.request(path, {
      method: "POST",
      headers: { ...headers, "idempotency-key": key },
      body: JSON.stringify(body),
    });
  const releaseIn = async (reply: Response) => v.parse(Release, await reply.json());
  const start = (changes: Readonly<Record<string, unknown>> = {}, key?: string) => {
    const previous = servingOf(String(changes.service ?? order.service));
    return post("/v1/staff/releases", { ...order, previous, ...changes }, key);
  };
  const startTrain = (changes: object = {}, key?: string) =>
    post("/v1/staff/release-trains", { ...train, ...changes }, key);
  const show = async (id: string) => releaseIn(await get(`/v1/staff/releases/${id}`));
  return {
    ...{ subject, get, post, start, startTrain, show, releaseIn },
    trainIn: async (reply: Response) => v.parse(Train, await reply.json()),
    list: async (query = "") =>
      v.parse(Page(Release), await (await get(`/v1/staff/releases${query}`)).json()).items,
    command: (id: string, command: string, key?: string) =>
      post(`/v1/staff/releases/${id}/commands`, { command, reason: "a test" }, key),
    answer: async (id: string, number: number, body: object) =>
      (await post(`/v1/staff/releases/${id}/tasks/${number}`, body)).json(),
    /** Waits until a release is as it should be. */
    until: async (id: string, isThere: (release: Release) => boolean): Promise<Release> => {
      for (let looks = 0; looks < 100; looks++) {
        const release = await show(id);
        if (isThere(release)) return release;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`it is ${JSON.stringify(await show(id))}`);
    },
  };
};

/** A release of order. */
export const order = {
  service: "order",
  image: `localhost/caravan/order@sha256:${"a".repeat(64)}`,
  previous: servingOf("order"),
  reason: "faster",
};

/** A train of two, the callee first. */
export const train = {
  reason: "prices by weight",
  releases: ["product", "order"].map((service) => ({
    ...{ service, image: `localhost/caravan/${service}@sha256:${"a".repeat(64)}` },
    previous: servingOf(service),
  })),
};

/** Status and code of a reply. */
export const codeOf = async (reply: Response) => [
  reply.status,
  reply.ok ? undefined : v.parse(Problem, await reply.json()).code,
];
