/** Charts: SVG that is stretched over the width there is, with letters that keep their size. */
export const chartStyle = `
.charts { display: grid; gap: 1.6rem; margin-bottom: 2.4rem; }
@media (min-width: 60rem) { .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); } .charts > #share { grid-column: 1 / -1; } }
.chart { margin: 0; min-width: 0; background: var(--raised); border: 1px solid var(--line); border-radius: var(--round); padding: 1rem 1.1rem .8rem; }
.chart h3 { margin: 0 0 .3rem; } .chart > .quiet { margin: .5rem 0 0; font-size: .86rem; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; font-size: .86rem; color: var(--soft); margin-bottom: .4rem; } .legend li { display: inline-flex; align-items: center; gap: .45rem; } .key { width: 24px; height: 8px; overflow: visible; flex: none; }
.plot { display: grid; grid-template-columns: 3.4rem minmax(0, 1fr); grid-template-rows: auto 11rem 1.4rem; column-gap: .4rem; }
#share .plot { grid-template-rows: 1.5rem 13rem 1.4rem; }
.plot-marks { grid-area: 1 / 2; width: 100%; height: 1.5rem; overflow: visible; } .plot-marks circle { fill: var(--ground); stroke: var(--edge); stroke-width: 1.5; } .plot-marks text { text-anchor: middle; font-weight: 600; font-size: 11px; fill: var(--ink); }
.plot-y { grid-area: 2 / 1; width: 100%; height: 100%; overflow: visible; } .plot-y text { text-anchor: end; } .plot-x { grid-area: 3 / 2; width: 100%; height: 100%; overflow: visible; }
.plot-area { grid-area: 2 / 2; width: 100%; height: 100%; overflow: hidden; border-bottom: 1px solid var(--edge); }
.plot text { font: 12px var(--sans); fill: var(--soft); font-variant-numeric: tabular-nums; } .plot-x text { text-anchor: middle; } .plot-x .first { text-anchor: start; } .plot-x .last { text-anchor: end; } .plot .none { text-anchor: middle; font-size: 14px; }
.grid { stroke: var(--line); stroke-width: 1; } .mark { stroke: var(--edge); stroke-width: 1; stroke-dasharray: 2 3; }
.line { fill: none; stroke-width: 2.2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.stable { stroke: var(--teal); } .canary { stroke: var(--accent); } .slower { stroke: var(--calm); stroke-dasharray: 7 3; } .thin { stroke-width: 1.4; stroke-dasharray: 2 3; }
.limit { stroke: var(--bad); stroke-dasharray: 9 5; stroke-width: 1.7; } .limit.thin { stroke: var(--calm); stroke-dasharray: 3 6; }
.planned { stroke: var(--calm); stroke-dasharray: 6 4; } .applied { stroke: var(--accent); } .observed { stroke: var(--teal); stroke-width: 1.6; stroke-dasharray: 2 2; }
.band { fill: none; } .band.waiting { fill: var(--wait); opacity: .13; } .band.back { fill: var(--bad); opacity: .13; } .band.good { fill: var(--good); opacity: .12; } .band.still { fill: var(--calm); opacity: .16; }
.numbers { margin-top: .5rem; font-size: .9rem; } .numbers summary { cursor: pointer; color: var(--teal); padding-block: .25rem; width: fit-content; }
.scrolls { overflow-x: auto; } .numbers table { border-collapse: collapse; font-variant-numeric: tabular-nums; } .numbers th, .numbers td { text-align: left; padding: .2rem 1.2rem .2rem 0; border-bottom: 1px solid var(--line); font-weight: 400; white-space: nowrap; } .numbers thead th { color: var(--soft); }
@media (max-width: 40rem) { .plot { grid-template-columns: 2.9rem minmax(0, 1fr); } .chart { padding-inline: .7rem; } }
`;
