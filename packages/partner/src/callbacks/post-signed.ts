import { request } from "undici";

/** One attempt to deliver. */
export interface SignedPost {
  readonly url: string;
  readonly body: string;
  readonly header: string;
  readonly signature: string;
}

/** Why a callback was not accepted. */
export interface NotAccepted {
  readonly failure: string;
  /** The receiver gets too many (429, or 503 with Retry-After), and asks for this pause. */
  readonly retryAfterSeconds?: number;
}

/** Posts a callback. Returns why it was not accepted, or undefined when it was. */
export type Post = (post: SignedPost) => Promise<NotAccepted | undefined>;

const timeoutSeconds = 10;

/** Posts JSON with its signature. Redirects are not followed: the receiver named its address. */
export const postSigned: Post = async ({ url, body, header, signature }) => {
  try {
    const reply = await request(url, {
      method: "POST",
      headers: { "content-type": "application/json", [header]: signature },
      body,
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    await reply.body.dump(); // read to the end, so that the connection can be used again
    if (reply.statusCode >= 200 && reply.statusCode < 300) return undefined;
    const retryAfter = reply.headers["retry-after"];
    return notAccepted(reply.statusCode, typeof retryAfter === "string" ? retryAfter : null);
  } catch (error) {
    return { failure: error instanceof Error ? error.name : "unknown" };
  }
};

/** @param retryAfter the field's value; seconds are understood, a date counts as one second (RFC 9110 section 10.2.3) */
export const notAccepted = (status: number, retryAfter: string | null): NotAccepted => {
  const failure = `status ${status}`;
  if (status !== 429 && !(status === 503 && retryAfter !== null)) return { failure };
  return { failure, retryAfterSeconds: /^\d{1,6}$/.test(retryAfter ?? "") ? Number(retryAfter) : 1 };
};
