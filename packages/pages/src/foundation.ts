/** Colours, type and the base of every element. Contrast of text on its background is at least 4.5 to 1 in both schemes. */
export const foundation = `
:root {
  color-scheme: light dark;
  --ground: #fbf6ec; --panel: #f3e7d1; --raised: #fffdf8; --line: #dcc8a6; --edge: #8f7852;
  --ink: #2a211b; --soft: #5f5145; --accent: #a3412a; --accent-deep: #852f1c; --on-accent: #fff8ee;
  --teal: #0f4f52; --teal-wash: #dbe8e1; --good: #1d5c42; --warn: #8a4b08; --wash: #fbe6d9;
  --sky-top: #fbe9c9; --sky-low: #f3c9a0; --sun: #e2733c; --far: #dfa877; --mid: #c4774f; --near: #fbf6ec;
  --train: #3b2419; --pack: #0f4f52; --star: transparent;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, "Book Antiqua", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Inter, sans-serif;
  --round: 14px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10191c; --panel: #18262a; --raised: #1c2c31; --line: #34484c; --edge: #7f949a;
    --ink: #f4e9d8; --soft: #c6b8a3; --accent: #eb8f65; --accent-deep: #f4a883; --on-accent: #24100a;
    --teal: #8fd3c8; --teal-wash: #1b3a3c; --good: #8ed9ae; --warn: #f2bf6d; --wash: #41261c;
    --sky-top: #0d1d2b; --sky-low: #27414a; --sun: #f0dfb8; --far: #2b4a4f; --mid: #1d3539; --near: #10191c;
    --train: #081013; --pack: #a3542f; --star: #f4e9d8;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; scroll-padding-top: 1rem; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 var(--sans); overflow-wrap: break-word;
}
main { flex: 1; padding-bottom: 4rem; outline: none; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.15; text-wrap: balance; overflow-wrap: anywhere; margin: 0 0 .6rem; }
h1 { font-size: clamp(2rem, 1.4rem + 2.6vw, 3.1rem); letter-spacing: -.015em; }
h2 { font-size: clamp(1.4rem, 1.2rem + .8vw, 1.8rem); }
p { margin: 0 0 1rem; max-width: 65ch; text-wrap: pretty; }
a { color: var(--teal); text-underline-offset: .18em; text-decoration-thickness: .07em; }
a:hover { color: var(--accent); }
img, svg { max-width: 100%; }
ul { padding: 0; margin: 0; list-style: none; }
main li > ul, .problem ul { list-style: disc; padding-left: 1.2rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 6px; }
::selection { background: var(--teal); color: var(--ground); }
.wide { width: min(100% - 2rem, 76rem); margin-inline: auto; }
.narrow { max-width: 52rem; }
.quiet { color: var(--soft); font-size: .94rem; }
.lead { font-size: clamp(1.12rem, 1.05rem + .4vw, 1.3rem); color: var(--soft); line-height: 1.5; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 9; background: var(--teal); color: var(--ground); padding: .7rem 1.1rem; border-radius: 0 0 var(--round) var(--round); }
.skip:focus { top: 0; color: var(--ground); }
.button, button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.9rem; padding: .55rem 1.35rem;
  font: 600 1rem/1.2 var(--sans); color: var(--on-accent); background: var(--accent); border: 0; border-radius: 999px;
  text-decoration: none; cursor: pointer; transition: background-color .15s;
}
.button:hover, button:hover { background: var(--accent-deep); color: var(--on-accent); }
.button-large { min-height: 3.4rem; padding-inline: 2.2rem; font-size: 1.1rem; }
.quiet-button { background: transparent; color: var(--teal); box-shadow: inset 0 0 0 2px var(--teal); }
.quiet-button:hover { background: var(--teal-wash); color: var(--teal); }
input, select { font: inherit; color: var(--ink); background: var(--raised); border: 1.5px solid var(--edge); border-radius: 12px; min-height: 2.9rem; padding: .4rem .9rem; }
input::placeholder { color: var(--soft); opacity: 1; }
[aria-invalid="true"] { border-color: var(--accent); border-width: 2.5px; }
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { transition: none !important; animation: none !important; scroll-behavior: auto !important; }
}
`;
