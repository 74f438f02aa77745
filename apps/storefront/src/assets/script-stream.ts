/**
 * One stream of events for all tabs of a browser: it opens no more than six connections to a shop without HTTP/2, and a stream holds one
 * permanently. Hidden tabs have none. The tab with the stream answers the others over a channel, and forwards the events of their topic;
 * tabs of another topic reload their page periodically.
 */
export const streamScript = `"use strict";
const longestWait = 30000;
/**
 * name: of the channel; topic(): what this page follows, if anything; url(): of its stream; isWanted(): it is to be followed now;
 * events: what is done with each, by name; opened(), refused(), ended(): the stream, and the session.
 */
const oneStream = ({ name, topic, url, isWanted, events, opened, refused, ended }) => {
  const self = Math.random();
  let source;
  let asking = 0;
  const channel = window.BroadcastChannel ? new BroadcastChannel(name) : undefined;
  const tell = (message) => channel?.postMessage({ ...message, self });

  const open = (wait) => {
    const stream = new EventSource(url());
    source = stream;
    tell({ kind: "streaming" });
    let next = wait;
    stream.addEventListener("open", () => {
      next = 1000;
      opened();
    });
    for (const [event, hear] of Object.entries(events))
      stream.addEventListener(event, (message) => {
        tell({ kind: "heard", topic: topic(), event, data: message.data });
        hear(message.data);
      });
    stream.addEventListener("error", () => {
      // The browser reopens a broken connection with Last-Event-ID, but not a refused one.
      if (stream.readyState !== EventSource.CLOSED) return;
      refused();
      next = Math.min(next * 2, longestWait);
      const again = () => setTimeout(() => source === stream && open(next), next);
      fetch("/session/refresh", { method: "POST" }).then((reply) => {
        if (reply.status === 401) ended();
        else again();
      }, again);
    });
  };
  const close = () => {
    if (!source) return;
    source.close();
    source = undefined;
    tell({ kind: "free" });
  };
  const isDue = () => !document.hidden && isWanted() && topic();

  /** Opens the stream unless another tab answers shortly that it has one. */
  const seek = () => {
    if (source || !isDue() || !window.EventSource) return;
    clearTimeout(asking);
    asking = setTimeout(() => !source && isDue() && open(1000), channel ? 100 + 200 * self : 0);
    tell({ kind: "who" });
  };
  channel?.addEventListener("message", ({ data: message }) => {
    if (message.kind === "who" && source) tell({ kind: "streaming" });
    if (message.kind === "free") seek();
    if (message.kind === "heard" && message.topic === topic()) events[message.event]?.(message.data);
    if (message.kind === "streaming") {
      clearTimeout(asking);
      // Two tabs that began at the same time: one of them keeps its stream.
      if (source && message.self < self) {
        source.close();
        source = undefined;
      }
    }
  });
  return { seek, close, rest: () => clearTimeout(asking) };
};
`;
