/** Cards of releases, the state of one, its timeline and its record. */
export const partStyle = `
.badge { display: inline-block; font: 600 .85rem/1.5 var(--sans); letter-spacing: 0; border-radius: 999px; padding: .1rem .75rem; vertical-align: .2em; border: 1.5px solid currentColor; white-space: nowrap; }
.badge-moving { color: var(--teal); background: var(--teal-wash); } .badge-waiting { color: var(--wait); } .badge-good { color: var(--good); }
.badge-back { color: var(--bad); } .badge-still { color: var(--calm); border-style: dashed; }
.says { font-size: 1em; } .says-good { color: var(--good); } .says-waiting { color: var(--wait); } .says-back { color: var(--bad); }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); margin-bottom: 2rem; }
.card { position: relative; background: var(--raised); border: 1px solid var(--line); border-radius: var(--round); padding: 1rem 1.2rem; }
.card :is(h3, h4) { font: 600 1.2rem/1.3 var(--sans); margin: 0 0 .5rem; display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: baseline; } .card :is(h3, h4) .quiet { font-weight: 400; }
.train-cards { grid-column: 1 / -1; background: var(--teal-wash); border-radius: var(--round); padding: .8rem; } .train-cards .cards { margin: 0; padding: 0; list-style: none; } .train-cards h3 { margin-bottom: .2rem; overflow-wrap: anywhere; } .train-cards p { margin-bottom: .7rem; }
.card :is(h3, h4) a { color: var(--ink); } .card p { margin-bottom: .5rem; } .card p:last-child { margin: 0; }
.card .verdict .quiet { display: block; }
.reason { overflow-wrap: anywhere; }
.three { display: grid; grid-template-columns: repeat(3, 1fr); gap: .5rem; margin: .4rem 0 .9rem; }
.three > div { background: var(--panel); border-radius: 10px; padding: .45rem .7rem; min-width: 0; } .three dt { color: var(--soft); font-size: .82rem; } .three dd { margin: 0; font: 600 1.25rem/1.3 var(--sans); font-variant-numeric: tabular-nums; }
.image { display: inline-flex; align-items: center; gap: .5rem; flex-wrap: wrap; }
.copy { min-height: 1.75rem; padding: .1rem .7rem; font-size: .82rem; background: transparent; color: var(--teal); box-shadow: inset 0 0 0 1.5px var(--edge); margin-left: .3rem; } .copy:hover { background: var(--teal-wash); color: var(--teal); }
.copy[hidden] { display: none; }
.state { display: grid; gap: 1rem; margin-bottom: 2rem; }
@media (min-width: 60rem) { .state { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); align-items: start; } }
.panel { background: var(--raised); border: 1px solid var(--line); border-radius: var(--round); padding: 1.1rem 1.3rem; min-width: 0; } .panel h2 .quiet { font: 400 .92rem var(--sans); }
.why li { margin-bottom: .45rem; max-width: 70ch; overflow-wrap: anywhere; } .why li:last-child { margin: 0; }
.panel details { margin-top: .8rem; } .panel details ul { list-style: disc; padding-left: 1.2rem; } .panel summary { cursor: pointer; }
.links { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin-top: .9rem; padding-top: .8rem; border-top: 1px solid var(--line); }
.waits { margin-bottom: .9rem; } .waits h3 { margin-bottom: .2rem; } .waits li { overflow-wrap: anywhere; }
.versions { margin: 0 0 1rem; display: grid; gap: .4rem; } .versions div { display: flex; gap: .8rem; align-items: baseline; } .versions dt { color: var(--soft); min-width: 3.6rem; } .versions dd { margin: 0; min-width: 0; }
.asks { display: flex; flex-wrap: wrap; gap: .6rem; } .asks .button { min-height: 2.6rem; padding: .3rem 1.1rem; }
.events { border-left: 2px solid var(--line); margin: 0 0 2rem .8rem; padding: 0; list-style: none; }
.event { position: relative; padding: 0 0 1rem 1.6rem; } .event p { margin-bottom: .2rem; overflow-wrap: anywhere; }
.event-number { position: absolute; left: -.86rem; top: .05rem; width: 1.6rem; height: 1.6rem; border-radius: 50%; display: grid; place-items: center; font: 600 .74rem/1 var(--sans); background: var(--ground); border: 2px solid currentColor; color: var(--teal); }
.event-waiting .event-number { color: var(--wait); } .event-good .event-number { color: var(--good); } .event-back .event-number { color: var(--bad); } .event-still .event-number { color: var(--calm); }
.facts { display: grid; gap: .6rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); margin: 0 0 1.2rem; } .facts dt { color: var(--soft); font-size: .9rem; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.command { background: var(--panel); border-radius: 10px; padding: .8rem 1rem; overflow-x: auto; font-size: .95rem; } .command code { overflow-wrap: normal; }
.empty .command { max-width: 40rem; }
`;
