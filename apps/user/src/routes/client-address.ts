/**
 * The network address of whoever called the ingress: the entry that the ingress itself added last. What stands before it
 * was sent by the caller and may be anything. Calls from within the mesh have none.
 */
export const clientAddress = (request: Request): string | undefined => {
  const last = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return last === "" ? undefined : last;
};
