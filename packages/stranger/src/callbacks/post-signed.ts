/** One attempt to deliver. */
export interface SignedPost {
  readonly url: string;
  readonly body: string;
  readonly header: string;
  readonly signature: string;
}

/** Posts a callback. Gives why it was not accepted, or undefined when it was. */
export type Post = (post: SignedPost) => Promise<string | undefined>;

const timeoutSeconds = 10;

/** Posts JSON with its signature. Redirects are not followed: the receiver named its address. */
export const postSigned: Post = async ({ url, body, header, signature }) => {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", [header]: signature },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    await response.arrayBuffer(); // read to the end, so that the connection can be used again
    return response.ok ? undefined : `status ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.name : "unknown";
  }
};
