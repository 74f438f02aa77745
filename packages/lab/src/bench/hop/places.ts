/** The namespace of the bench's pods; it exists only while the benchmark runs. */
export const benchNamespace = "bench";

/** The host name of the bench's echo at the ingress. */
export const benchHost = "hop.caravan.test";

/** The VirtualService that leads to it from the ingress. */
export const frontDoorRoute = "bench-hop";

/** Answers every request with the same few bytes; in the mesh like the apps. */
export const meshedEcho = "echo";

/** The same, and its caller, without any sidecar. */
export const plainEcho = "plain-echo";
export const plainCaller = "plain-caller";

/** Calls the echo through its sidecars. */
export const meshedCaller = "caller";
