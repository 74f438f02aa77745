/** Lists of products and the product's own page. */
export const goods = `
.list-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem 1rem; padding-top: 2rem; margin-bottom: .8rem; }
.list-head > * { margin-bottom: 0; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(46%, 10rem), 1fr)); gap: 1.8rem 1rem; }
.card { position: relative; display: flex; flex-direction: column; min-width: 0; }
.card img { width: 100%; height: auto; aspect-ratio: 4 / 3; object-fit: cover; border-radius: var(--round); background: var(--panel); margin-bottom: .8rem; transition: transform .25s; }
.card:hover img { transform: translateY(-4px); }
.card h2, .card h3 { font-size: 1.16rem; line-height: 1.25; margin-bottom: .2rem; }
.card a { color: var(--ink); text-decoration: none; }
.card a::after { content: ""; position: absolute; inset: 0; border-radius: var(--round); }
.card:hover a { text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: .1em; }
.card a:focus-visible { outline: none; }
.card a:focus-visible::after { outline: 3px solid var(--accent); outline-offset: 4px; }
.tagline { color: var(--soft); font-size: .95rem; line-height: 1.4; margin-bottom: .35rem; }
.price { font-weight: 700; font-variant-numeric: tabular-nums; white-space: nowrap; margin: auto 0 0; }
.price-large { font: 600 clamp(1.7rem, 1.5rem + 1vw, 2.2rem)/1.2 var(--serif); margin: 0 0 1rem; color: var(--accent); }
.rules { display: grid; gap: .5rem; margin-bottom: 1.1rem; } .rules li { border-left: 4px solid var(--teal); padding-left: .8rem; }
.choice { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .8rem; }
.choice a { display: flex; flex-direction: column; background: var(--panel); border-radius: var(--round); padding: 1rem 1.2rem; font-weight: 600; text-decoration: none; }
.choice a:hover { background: var(--teal-wash); }
.choice small { color: var(--soft); font-weight: 400; }
.product { display: grid; gap: 1.6rem clamp(2rem, 5vw, 4.5rem); padding-top: 1rem; }
.product-picture img { display: block; width: 100%; height: auto; aspect-ratio: 4 / 3; object-fit: cover; border-radius: calc(var(--round) * 1.5); background: var(--panel); }
.product-sale h1 { margin-bottom: .7rem; }
.stock { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .6rem; margin-bottom: 1.2rem; }
.stock::before { content: ""; width: .65rem; height: .65rem; border-radius: 50%; background: currentColor; align-self: center; }
.stock-some { color: var(--good); } .stock-some span { color: var(--soft); }
.stock-few { color: var(--warn); } .stock-none { color: var(--accent); display: block; } .stock-none::before { display: none; }
.stock-unknown { color: var(--soft); display: block; border-left: 4px solid var(--line); padding-left: .9rem; } .stock-unknown::before { display: none; }
.buy { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; margin-bottom: 1.6rem; }
.quantity { display: flex; flex-direction: column; gap: .25rem; }
.quantity label { font-size: .95rem; font-weight: 600; }
.quantity input { width: 6.2rem; min-height: 3.4rem; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.promises { color: var(--soft); font-size: .96rem; border-top: 1px solid var(--line); padding-top: 1.1rem; display: grid; gap: .35rem; }
.promises li { padding-left: 1.6rem; position: relative; }
.promises li::before { content: ""; position: absolute; left: .25rem; top: .42em; width: .38rem; height: .72rem; border: solid var(--teal); border-width: 0 2.5px 2.5px 0; transform: rotate(45deg); }
.notice { background: var(--wash); border-left: 5px solid var(--accent); border-radius: 6px var(--round) var(--round) 6px; padding: 1rem 1.2rem; margin-bottom: 1.3rem; }
.notice h2 { font-size: 1.25rem; margin-bottom: .25rem; } .notice p { margin: 0; }
.facts { margin: 0; }
.facts div { display: grid; grid-template-columns: minmax(7rem, 2fr) 3fr; gap: 1rem; padding: .62rem 0; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--soft); } .facts dd { margin: 0; font-weight: 500; overflow-wrap: anywhere; }
@media (min-width: 40rem) {
  .grid { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 2.4rem 1.6rem; }
  .card h2, .card h3 { font-size: 1.28rem; }
}
@media (min-width: 56rem) {
  .product { grid-template-columns: minmax(0, 11fr) minmax(0, 10fr); padding-top: 1.6rem; row-gap: 3rem; }
  .product-sale { align-self: center; }
}
`;
