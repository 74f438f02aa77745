/** The frame of every page: masthead, categories, footer; and the drawings. */
export const frame = `
.masthead { background: var(--ground); border-bottom: 1px solid var(--line); }
.masthead-row { display: grid; grid-template: "brand personal" auto "search search" auto / 1fr auto; gap: .7rem 1rem; align-items: center; padding-block: .9rem; }
.brand { grid-area: brand; display: inline-flex; align-items: center; gap: .55rem; justify-self: start; color: var(--ink); text-decoration: none; font: 600 1.65rem/1 var(--serif); letter-spacing: -.02em; padding-block: .25rem; }
.mark-tent { fill: var(--teal); } .mark-door { fill: var(--ground); } .mark-sun { fill: var(--accent); }
.personal { grid-area: personal; } .personal ul { display: flex; gap: .2rem clamp(.7rem, 2vw, 1.4rem); }
.personal a { display: block; color: var(--ink); text-decoration: none; font-weight: 600; padding: .6rem .1rem; }
.personal a:hover, .personal a[aria-current] { text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: .16em; }
.search { grid-area: search; display: flex; position: relative; }
.search input { flex: 1; min-width: 0; border-radius: 999px; padding: .4rem 6.6rem .4rem 1.15rem; }
.search button { position: absolute; right: 4px; top: 4px; bottom: 4px; min-height: 0; padding: 0 1.15rem; background: var(--teal); color: var(--ground); font-size: .95rem; }
.search button:hover { background: var(--ink); color: var(--ground); }
.categories { position: relative; }
.categories ul { display: flex; gap: .2rem; overflow-x: auto; scrollbar-width: none; padding-block: .15rem .55rem; scroll-snap-type: x proximity; }
.categories ul::-webkit-scrollbar { display: none; }
.categories::after { content: ""; position: absolute; inset: 0 0 0 auto; width: 2.5rem; background: linear-gradient(to right, transparent, var(--ground)); pointer-events: none; }
.categories li { scroll-snap-align: start; flex: none; }
.categories a { display: block; padding: .5rem .85rem; border-radius: 999px; color: var(--soft); text-decoration: none; font-size: .98rem; font-weight: 500; white-space: nowrap; }
.categories a:hover { background: var(--panel); color: var(--ink); }
.categories a[aria-current] { background: var(--teal-wash); color: var(--teal); font-weight: 700; }
.categories a:focus-visible { outline-offset: -3px; border-radius: 999px; }
.welcome { position: relative; overflow: hidden; background: linear-gradient(var(--sky-top), var(--sky-low)); display: grid; }
.welcome-words { grid-area: 1 / 1; z-index: 1; padding-block: clamp(2rem, 4.5vw, 3.8rem) clamp(10.5rem, 13vw, 12rem); }
.welcome h1 { font-size: clamp(2.5rem, 1.6rem + 4.4vw, 4.8rem); max-width: 12ch; letter-spacing: -.028em; line-height: 1.02; margin-bottom: 1.1rem; overflow-wrap: normal; }
.welcome p { font-size: clamp(1.1rem, 1rem + .6vw, 1.35rem); max-width: 34ch; line-height: 1.45; margin-bottom: 1.5rem; }
.dunes { grid-area: 1 / 1; align-self: end; width: 100%; height: clamp(12rem, 24vw, 20rem); display: block; margin-bottom: -1px; }
.stars { fill: var(--star); } .sun { fill: var(--sun); } .faint { opacity: .45; }
.dune-far { fill: var(--far); } .dune-mid { fill: var(--mid); } .dune-near { fill: var(--near); }
.train { fill: var(--train); } .pack { fill: var(--pack); }
.vignette { display: block; border-radius: var(--round); background: linear-gradient(var(--sky-top), var(--sky-low)); margin-bottom: 1.5rem; }
.vignette .dune-near { fill: var(--mid); } .steps { fill: var(--train); opacity: .75; }
.tent { fill: var(--pack); } .tent-door { fill: var(--train); }
.wind path { fill: none; stroke: var(--soft); stroke-width: 4; stroke-linecap: round; }
.trail { padding-top: 1.4rem; font-size: .95rem; color: var(--soft); }
.trail a { display: inline-block; padding-block: .3rem; }
.pagination { display: flex; flex-wrap: wrap; gap: .8rem; justify-content: center; margin-top: 3rem; }
.empty { padding: 1rem 0 2rem; }
.problem { padding-top: 2.5rem; }
.footer { background: var(--panel); border-top: 1px solid var(--line); padding-block: 2.6rem 3rem; font-size: .97rem; }
.footer-columns { display: grid; gap: 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
.footer h2 { font-size: 1.15rem; }
.footer p { color: var(--soft); max-width: 34ch; margin: 0; }
.footer li a { display: inline-block; padding-block: .28rem; }
@media (max-width: 24rem) {
  .masthead-row { grid-template: "brand" auto "personal" auto "search" auto / minmax(0, 1fr); gap: .3rem; }
  .personal ul { justify-content: space-between; }
}
@media (max-width: 47.99rem) {
  .categories li:has([aria-current]) { order: -1; }
}
@media (min-width: 48rem) {
  .masthead-row { grid-template: "brand search personal" auto / auto minmax(0, 30rem) auto; justify-content: space-between; gap: 2rem; }
  .categories::after { display: none; }
  .categories ul { flex-wrap: wrap; overflow: visible; gap: 0; padding-bottom: .6rem; width: min(100% - 1rem, 77rem); }
  .categories a { padding: .4rem .5rem; font-size: .94rem; }
}
`;
