/** The cart, and the progress of an order and its parcel. */
export const cart = `
.cart { border-top: 1px solid var(--line); margin-top: 1.2rem; }
.cart-line { display: grid; grid-template-columns: 6rem minmax(0, 1fr) auto; gap: .3rem 1.1rem; align-items: center; padding: 1.1rem 0; border-bottom: 1px solid var(--line); }
.cart-picture { width: 6rem; height: 4.5rem; object-fit: cover; border-radius: 10px; background: var(--panel); grid-row: span 2; align-self: start; }
.cart-words h2 { font-size: 1.2rem; margin: 0; } .cart-words h2 a { color: var(--ink); text-decoration: none; } .cart-words h2 a:hover { text-decoration: underline; }
.cart-words p { margin: 0; }
.cart-line .price { grid-column: 3; grid-row: 1; margin: 0; font-size: 1.1rem; align-self: start; }
.cart-form { grid-column: 2 / -1; display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; }
.cart-form input[type="number"] { width: 5.2rem; min-height: 2.6rem; font-variant-numeric: tabular-nums; }
.cart-end { margin-top: 1.6rem; text-align: right; } .cart-end p { max-width: none; } .cart-end .ways { justify-content: flex-end; flex-direction: row-reverse; justify-content: flex-start; }
.cart-total { font-size: 1.25rem; margin-bottom: .2rem; } .cart-total strong { font: 600 1.7rem/1.2 var(--serif); color: var(--accent); margin-left: .6rem; }
.off { display: block; color: var(--teal); font-size: .88rem; }
.codes { margin: 1.4rem 0 0; } .code-entry { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; }
.code-entry input { width: 14rem; min-height: 2.6rem; text-transform: uppercase; }
.code-list { list-style: none; padding: 0; margin: .8rem 0 0; } .code-list li { padding: .3rem 0; }
.code-refused { color: var(--accent); }
.sums { margin: 0 0 .8rem auto; width: min(100%, 30rem); font-variant-numeric: tabular-nums; }
.sums div { display: flex; gap: 1.2rem; justify-content: space-between; padding: .35rem 0; text-align: left; }
.sums dd { margin: 0; white-space: nowrap; } .sums small { display: block; color: var(--soft); }
.progress { list-style: none; padding: 0; margin: 1.8rem 0 2.2rem; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; }
.progress li { position: relative; padding: 1.6rem .6rem 0 0; color: var(--soft); font-size: .97rem; }
.progress li::before { content: ""; position: absolute; top: .5rem; left: 0; right: 0; height: 3px; background: var(--line); }
.progress li:last-child::before { right: auto; width: 1rem; }
.progress li::after { content: ""; position: absolute; top: 0; left: 0; width: 1.15rem; height: 1.15rem; border-radius: 50%; background: var(--ground); border: 3px solid var(--edge); }
.progress .done::before { background: var(--teal); } .progress .done::after { background: var(--teal); border-color: var(--teal); }
.progress .here { color: var(--ink); font-weight: 700; } .progress .here::after { border-color: var(--accent); background: var(--accent); box-shadow: 0 0 0 4px var(--wash); }
.progress small { display: block; font-weight: 400; color: var(--soft); font-size: .85rem; line-height: 1.35; }
.news { background: var(--teal-wash); border-radius: var(--round); padding: .7rem 1.1rem; }
.tracking { background: var(--raised); border: 1px solid var(--line); border-radius: var(--round); padding: 1.2rem 1.4rem .6rem; margin-bottom: 1.6rem; }
.tracking-now { font-weight: 600; font-size: 1.1rem; }
.events, .history { list-style: none; padding: 0; margin: 0 0 1rem; }
.events li { position: relative; padding: .1rem 0 .9rem 1.6rem; }
.events .quiet { display: block; }
.events li::before { content: ""; position: absolute; left: .2rem; top: .55rem; width: .6rem; height: .6rem; border-radius: 50%; background: var(--teal); }
.events li:not(:last-child)::after { content: ""; position: absolute; left: calc(.5rem - 1px); top: 1.3rem; bottom: -.3rem; width: 2px; background: var(--line); }
.history li { padding: .3rem 0; } .history li::first-letter { text-transform: uppercase; }
@media (max-width: 40rem) {
  .progress { grid-auto-flow: row; gap: 0; }
  .progress li { padding: 0 0 1.1rem 2rem; }
  .progress li::before { top: .3rem; bottom: -.3rem; left: .5rem; right: auto; width: 3px; height: auto; }
  .progress li::after { top: .22rem; }
  .progress li:last-child { padding-bottom: 0; } .progress li:last-child::before { display: none; }
  .cart-line { grid-template-columns: 4.5rem minmax(0, 1fr) auto; } .cart-picture { width: 4.5rem; height: 3.4rem; grid-row: 1; }
  .cart-form { grid-column: 1 / -1; margin-top: .5rem; } .cart-end { text-align: left; } .cart-end .ways { flex-direction: row; }
}
`;
