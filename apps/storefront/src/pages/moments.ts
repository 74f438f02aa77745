import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

const spokenDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const spokenMoment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "long",
  timeStyle: "short",
  timeZone: "UTC",
});

/** A moment for people and programs. */
export const moment = (at: string): Fragment =>
  html`<time datetime="${at}">${spokenMoment.format(new Date(at))} UTC</time>`;

export const day = (at: string): Fragment =>
  html`<time datetime="${at}">${spokenDay.format(new Date(at))}</time>`;

export const spokenDate = (at: string): string => spokenDay.format(new Date(at));
