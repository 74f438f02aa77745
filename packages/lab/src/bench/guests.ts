import { Session, userRoutes } from "@caravan/contracts";
import * as v from "valibot";
import type { Lane, LaneRequest } from "./load/http-lane.ts";

const json = { "content-type": "application/json" };

/** Asks for something that a benchmark needs before its load. @throws Error when the reply is another one */
export const askLane = async <S extends v.GenericSchema>(
  lane: Lane,
  request: Omit<LaneRequest, "read">,
  expected: number,
  schema: S,
): Promise<v.InferOutput<S>> => {
  const { status, text } = await lane.send({ ...request, read: true });
  if (status !== expected) throw new Error(`${request.method} ${request.path} answered ${status}: ${text}`);
  return v.parse(schema, JSON.parse(text));
};

/** Makes a guest, and returns the headers of what it sends. */
export const newGuest = async (lane: Lane): Promise<Record<string, string>> => {
  const guest = { method: "POST", path: userRoutes.createGuest.path, headers: {} } as const;
  const { accessToken } = await askLane(lane, guest, 201, Session);
  return { ...json, authorization: `Bearer ${accessToken}` };
};
