/** What kubectl and helm say when the API server does not answer. A refused connection alone may be that of a new version's probe. */
const said =
  /kubernetes cluster unreachable|unable to connect to the server|the connection to the server \S+ was refused/i;

/** Whether kubectl or helm failed because the cluster could not be asked, which says nothing about what was to be done. */
export const isUnreachable = (error: unknown): boolean => said.test(String(error));
