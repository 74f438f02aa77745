export { type Sink, startSink } from "./sink.ts";
