import { podOf, runScript } from "./kubectl.ts";

/**
 * Evaluates an expression inside the running process of an app, over Node's own inspector, which SIGUSR1 opens on the pod's loopback:
 * the program that runs in production becomes faulty, and no other one is built.
 */
const evaluate = async (app: string, version: string, expression: string): Promise<unknown> => {
  const pod = await podOf(`${app},version=${version}`);
  const result = await runScript(
    ["-n", "shop", pod, "-c", app],
    `process.kill(1, "SIGUSR1");
    let address;
    for (let i = 0; address === undefined; i++) {
      try {
        address = (await (await fetch("http://127.0.0.1:9229/json/list")).json())[0].webSocketDebuggerUrl;
      } catch (error) {
        if (i === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    const socket = new WebSocket(address);
    await new Promise((open, fail) => Object.assign(socket, { onopen: open, onerror: fail }));
    const reply = new Promise((resolve) => { socket.onmessage = ({ data }) => resolve(JSON.parse(data)); });
    socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression: ${JSON.stringify(`(() => { ${expression} })()`)} } }));
    const { result } = await reply;
    socket.close();
    return result.exceptionDetails ? { error: result.exceptionDetails.exception.description } : "done";`,
  );
  if (result !== "done") throw new Error(`${app} cannot be made faulty: ${JSON.stringify(result)}`);
  return result;
};

/** Changes what the process writes to those it calls: its database, its sidecar, partners. What it answers is left alone. */
const onWriting = (does: string) => `
  const { Socket } = process.getBuiltinModule("node:net");
  const { write } = Socket.prototype;
  Socket.prototype.write = function (...data) {
    if (this._server) return write.apply(this, data);
    ${does}
  };
  globalThis.endFault = () => { delete Socket.prototype.write; };`;

const grows = (share: number) => `
  const held = [];
  const { readFileSync } = process.getBuiltinModule("node:fs");
  // Without the pages of files, which the kernel gives up first.
  const used = () => 1024 * Number(/RssAnon:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  const most = ${share} * process.constrainedMemory();
  const timer = setInterval(() => {
    for (let i = 0; i < 8 && used() < most; i++) held.push(Buffer.alloc(1 << 20, 1));
  }, 50);
  globalThis.endFault = () => { clearInterval(timer); held.length = 0; };`;

/** Changes what happens to an event that v1 hands over to this process. */
const onHandedOver = (does: string) => `
  const { Server } = process.getBuiltinModule("node:http");
  const { emit } = Server.prototype;
  Server.prototype.emit = function (name, request, response) {
    if (name === "request" && request.url.startsWith("/handed-over/")) { ${does} }
    return emit.apply(this, arguments);
  };
  globalThis.endFault = () => { Server.prototype.emit = emit; };`;

/** Defects that can be planted in a running app. */
const defects = {
  /** What is asked of a store or another service leaves more than a second late; readiness, whose question is short, waits for nothing. */
  slow: onWriting(
    "if (data[0].length < 100) return write.apply(this, data); setTimeout(() => { if (!this.destroyed) write.apply(this, data); }, 1200); return true;",
  ),
  /** Three of ten connections to a store or another service break. */
  failing: onWriting(
    "if (Math.random() > 0.3) return write.apply(this, data); this.destroy(new Error('planted')); return false;",
  ),
  /** Events fail, and nothing else. */
  "failing-on-events": onHandedOver("request.resume(); response.writeHead(500).end(); return true;"),
  /** It ends while it handles an event. */
  "crashing-on-events": onHandedOver(
    "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 10 * Math.random());",
  ),
  /** Memory fills up nearly to the limit; what is left suffices for the program's own pages. */
  leaking: grows(0.92),
  /** Memory fills up until the kernel ends it. */
  bursting: grows(2),
} as const;

/**
 * Plants a defect in the running process of a version of an app. Returns how to take it out; a new process does not have it either.
 */
export const plant = async (
  defect: keyof typeof defects,
  app: string,
  version = "v1",
): Promise<() => Promise<unknown>> => {
  await evaluate(app, version, defects[defect]);
  return () => evaluate(app, version, "globalThis.endFault?.();");
};

/** Sets the clock that a running process of an app reads, so much before the machine's one; 0 sets it right. */
export const setClock = (app: string, aheadMilliseconds: number): Promise<unknown> =>
  evaluate(
    app,
    "v1",
    `const Real = (globalThis.RealDate ??= Date);
    const now = () => Real.now() + ${aheadMilliseconds};
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length > 0 ? given : [now()])); }
      static now() { return now(); }
    };`,
  );
