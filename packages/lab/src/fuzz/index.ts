export { type FuzzOptions, type FuzzResult, fuzz } from "./run-fuzz.ts";
