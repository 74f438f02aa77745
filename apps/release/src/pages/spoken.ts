import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";

/** Who reads a page, and in which time zone. */
export interface Reader {
  readonly subject: string;
  /** May change releases; others only see them. */
  readonly isManager: boolean;
  readonly moments: Moments;
}

const subject = /^usr_[0-9a-f-]{36}$/;
/** An image's last name, with its digest or its tag. */
const named = /^(?:.*\/)?([^/@]+?)(?:@sha256:([0-9a-f]{12})[0-9a-f]*)?$/;
/** What sentences hold that is not for people: ids, images, times. */
const parts =
  /(usr_[0-9a-f-]{36}|rel_[0-9a-f-]{36}|[a-z0-9][\w./:-]*@sha256:[0-9a-f]{12,64}|(?<![\w/:])(?!https?:)[a-z0-9][\w.:-]*\/[\w./-]+:[\w.-]*\w|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;
const time = /^\d{4}-\d\d-\d\dT/;

/** A person by the end of their id, or `you`. Names are the user service's, and in no log of releases. */
export const personName = (actor: string, reader: Reader): string => {
  if (actor === reader.subject) return "you";
  return subject.test(actor) ? `person …\u2060${actor.slice(-6)}` : actor;
};

/** An image without its registry, and with the first twelve digits of its digest. */
export const shortImage = (image: string): string => {
  const [, name, digits] = named.exec(image) ?? [];
  if (name === undefined) return image;
  return digits === undefined ? name : `${name}@${digits}`;
};

const spokenPart = (part: string, reader: Reader, isFirst: boolean): Fragment | string => {
  if (part.startsWith("rel_")) return html`<abbr title="${part}">this release</abbr>`;
  if (subject.test(part)) {
    const name = personName(part, reader);
    return html`<abbr title="${part}">${isFirst ? name.charAt(0).toUpperCase() + name.slice(1) : name}</abbr>`;
  }
  if (time.test(part)) return reader.moments.moment(part);
  return html`<abbr class="code" title="${part}">${shortImage(part)}</abbr>`;
};

/** A sentence of the engine, with people, images and times as people say them. */
export const spoken = (sentence: string, reader: Reader): Fragment =>
  html`${sentence.split(parts).map((part, index, all) => (index % 2 === 1 ? spokenPart(part, reader, index === 1 && all[0] === "") : part))}`;
