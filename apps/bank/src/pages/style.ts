import { createHash } from "node:crypto";

/** The bank's own style. Contrast of text on its background is at least 4.5 to 1 in both schemes. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #eef1f6; --panel: #ffffff; --line: #c9d1de; --edge: #6f7c91; --ink: #16202e; --soft: #4b586b;
  --accent: #1f4fbf; --accent-deep: #173d96; --on-accent: #ffffff; --wash: #e6edfb; --bad: #b3261e; --bad-wash: #fdecea;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e141d; --panel: #18212e; --line: #334155; --edge: #8593a8; --ink: #eaf0f8; --soft: #b1bdce;
    --accent: #8db2ff; --accent-deep: #abc6ff; --on-accent: #0c1a38; --wash: #1f2d45; --bad: #ffb4ab; --bad-wash: #3b1d1b;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
.bar { background: var(--panel); border-bottom: 1px solid var(--line); }
.bar p { display: flex; align-items: center; gap: .65rem; margin: 0 auto; padding: .9rem 0; width: min(100% - 2rem, 58rem); font-weight: 650; }
.bar svg { width: 1.9rem; height: 1.9rem; flex: none; color: var(--accent); }
main { flex: 1; width: min(100% - 2rem, 58rem); margin: 1.25rem auto 2.5rem; display: grid; gap: 1.25rem; align-content: start; }
@media (min-width: 48rem) {
  main { grid-template-columns: 5fr 7fr; gap: 2rem; margin-top: 3rem; }
  main > .whole { grid-column: 1 / -1; max-width: 38rem; }
}
section { min-width: 0; }
.card { background: var(--panel); border: 1px solid var(--line); border-radius: 16px; padding: 1.5rem 1.25rem; }
@media (min-width: 30rem) { .card { padding: 1.9rem; } }
h1 { font-size: 1rem; font-weight: 500; color: var(--soft); margin: 0; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 0 0 1.1rem; }
.whole h1 { font-size: 1.55rem; font-weight: 650; line-height: 1.25; color: var(--ink); margin-bottom: .6rem; }
.amount { font-size: clamp(2.1rem, 1.7rem + 2vw, 2.9rem); font-weight: 680; letter-spacing: -.02em; line-height: 1.2; margin: .1rem 0 1.1rem; }
dl { margin: 0; border-top: 1px solid var(--line); }
dl div { padding: .7rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); font-size: .92rem; }
dd { margin: 0; overflow-wrap: anywhere; }
dd.code { font-family: var(--mono); font-size: .94rem; }
.field { margin: 0 0 1.1rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
label { display: block; font-weight: 600; margin-bottom: .35rem; }
.hint { display: block; font-weight: 400; font-size: .92rem; color: var(--soft); }
input {
  width: 100%; min-height: 3rem; padding: .5rem .85rem; font: 1.1rem/1.3 var(--mono); letter-spacing: .02em;
  color: var(--ink); background: var(--panel); border: 1.5px solid var(--edge); border-radius: 10px;
}
input[aria-invalid="true"] { border: 2.5px solid var(--bad); }
.error { margin: .4rem 0 0; color: var(--bad); font-size: .95rem; }
.alert { margin: 0 0 1.25rem; padding: .8rem 1rem; color: var(--bad); background: var(--bad-wash); border-left: 4px solid; border-radius: 6px; }
button, .button {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 3.2rem; padding: .6rem 1.2rem;
  font: inherit; font-weight: 650; line-height: 1.2; text-decoration: none; color: var(--on-accent); background: var(--accent);
  border: 0; border-radius: 10px; cursor: pointer;
}
button:hover, .button:hover { background: var(--accent-deep); }
button.quiet { margin-top: .75rem; color: var(--accent); background: transparent; border: 1.5px solid var(--edge); }
button.quiet:hover { background: var(--wash); }
.whole .button { width: fit-content; margin-top: 1.4rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
details { margin-top: 1.25rem; color: var(--soft); font-size: .95rem; }
summary { cursor: pointer; padding: .4rem 0; }
details ul { margin: .3rem 0 0; padding: 0; list-style: none; }
details li { padding: .35rem 0; }
details code { font-family: var(--mono); color: var(--ink); white-space: nowrap; margin-right: .5rem; }
footer { padding: 1.1rem 1.25rem 1.6rem; text-align: center; color: var(--soft); font-size: .92rem; }
p { margin: 0 0 .6rem; }
`;

/** Named by a hash of its content, so that browsers may cache it. */
export const stylePath: string = `/assets/${createHash("sha256").update(style).digest("base64url").slice(0, 12)}.css`;
