/** One order and the list of orders. */
export const orders = `
.narrow > h1 { margin-top: 2rem; }
.trail + h1, #order > h1 { margin-top: .6rem; }
.order-facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1rem 2rem; background: var(--panel); border-radius: var(--round); padding: 1.2rem 1.4rem; margin: 1.4rem 0 2rem; }
.order-facts dt { color: var(--soft); font-size: .92rem; } .order-facts dd { overflow-wrap: anywhere; margin: 0; font-weight: 600; }
.order-id { font: 500 .88rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.status { display: inline-block; background: var(--teal-wash); color: var(--teal); border-radius: 999px; padding: .05rem .75rem; font-weight: 600; font-size: .92rem; }
.status::first-letter { text-transform: uppercase; }
.lines { width: 100%; border-collapse: collapse; margin-bottom: 2.2rem; font-variant-numeric: tabular-nums; }
.lines th, .lines td { text-align: left; font-weight: inherit; padding: .85rem .6rem; border-bottom: 1px solid var(--line); vertical-align: middle; }
.lines thead th { color: var(--soft); font-size: .92rem; padding-block: .5rem; }
.lines .number { text-align: right; white-space: nowrap; }
.lines th:first-child { padding-left: 0; } .lines td:last-child, .lines thead th:last-child { padding-right: 0; }
.lines tfoot th, .lines tfoot td { border: 0; font-weight: 700; font-size: 1.15rem; }
.lines tfoot .sum th, .lines tfoot .sum td { font-weight: 400; font-size: 1rem; padding-block: .45rem; }
.line-item { display: flex; align-items: center; gap: .9rem; font-weight: 600; }
.line-item img { width: 5rem; height: 3.75rem; border-radius: 10px; background: var(--panel); flex: none; }
.orders { display: grid; gap: .9rem; margin-bottom: 1.4rem; }
.order-card { position: relative; background: var(--raised); border: 1px solid var(--line); border-radius: var(--round); padding: 1.1rem 1.3rem; display: grid; grid-template-columns: 1fr auto; gap: .2rem 1rem; align-items: center; }
.order-card h2 { font-size: 1.2rem; margin: 0; }
.order-card h2 a { color: var(--ink); text-decoration: none; }
.order-card h2 a::after { content: ""; position: absolute; inset: 0; border-radius: var(--round); }
.order-card:hover h2 a { text-decoration: underline; text-decoration-color: var(--accent); }
.order-card p { margin: 0; color: var(--soft); font-size: .96rem; }
.order-card .price { grid-area: 1 / 2 / span 2; color: var(--ink); font-size: 1.1rem; align-self: center; }
@media (max-width: 36rem) {
  .lines thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .lines tbody tr { display: grid; grid-template-columns: 1fr auto auto; border-bottom: 1px solid var(--line); padding-block: .8rem; }
  .lines tbody th { grid-column: 1 / -1; }
  .lines tbody th, .lines tbody td { border: 0; padding: .2rem 0; }
  .lines tbody td:nth-of-type(1) { padding-left: 5.9rem; color: var(--soft); text-align: left; }
  .lines tbody td:nth-of-type(2)::before { content: "× "; }
  .lines tbody td:nth-of-type(2) { padding-right: 1.4rem; color: var(--soft); }
  .lines tfoot tr { display: flex; gap: .6rem; justify-content: space-between; padding-top: .8rem; } .lines tfoot th, .lines tfoot td { padding: 0; }
}
@media (max-width: 24rem) {
  .lines tbody td:nth-of-type(1) { padding-left: 0; } .lines tbody td:nth-of-type(2) { padding-right: .8rem; }
}
`;
