/** The page of a flash sale. */
export const sales = `
.sale-head { display: grid; grid-template-columns: minmax(6rem, 15rem) minmax(0, 1fr); gap: 1rem clamp(1rem, 4vw, 2.2rem); align-items: center; margin: 1rem 0 1.4rem; }
.sale-head img { display: block; width: 100%; height: auto; aspect-ratio: 4 / 3; object-fit: cover; border-radius: var(--round); background: var(--panel); }
.sale-head h1 { font-size: clamp(1.6rem, 1.2rem + 2.2vw, 2.6rem); } .sale-head .price-large { margin-bottom: .4rem; } .sale-head p:last-child { margin: 0; }
.sale-clock { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline; background: var(--panel); border-radius: var(--round); padding: .9rem 1.2rem; max-width: none; }
.sale-clock strong { font: 600 clamp(1.7rem, 1.4rem + 1.4vw, 2.3rem)/1.1 var(--serif); font-variant-numeric: tabular-nums; color: var(--accent); margin-left: auto; }
.sale-clock strong:empty { display: none; }
.when-before, .when-over, .sale:is([data-state="scheduled"], [data-state="warming"], [data-state="ended"], [data-state="settled"]) .when-on { display: none; }
.sale:is([data-state="scheduled"], [data-state="warming"]) .when-before, .sale:is([data-state="ended"], [data-state="settled"]) .when-over { display: inline; }
.sale-place { font-size: 1.15rem; } .sale-place strong { font: 600 1.7rem/1.2 var(--serif); color: var(--accent); font-variant-numeric: tabular-nums; }
.sale .tracking { padding-bottom: 1rem; } .sale .tracking h2 { font-size: 1.45rem; }
button:disabled, button:disabled:hover { background: var(--panel); color: var(--soft); box-shadow: inset 0 0 0 2px var(--edge); cursor: not-allowed; }
@media (max-width: 30rem) { .sale-head { grid-template-columns: 6rem minmax(0, 1fr); align-items: start; } .sale-head p:last-child { grid-column: 1 / -1; } .sale-clock strong { margin-left: 0; flex-basis: 100%; } .sale form .button-large { width: 100%; } }
`;
