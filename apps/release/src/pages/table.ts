import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";

/** Rows of a table that stands for a chart: what is drawn is more than is read. */
const mostRows = 24;

/** So many of a list's items, evenly picked, with the first and the last one. */
const picked = <Item>(items: readonly Item[]): readonly (readonly [Item, number])[] => {
  const all = items.map((item, index) => [item, index] as const);
  if (all.length <= mostRows) return all;
  const every = (all.length - 1) / (mostRows - 1);
  return Array.from({ length: mostRows }, (_, row) => all[Math.round(row * every)]).filter(
    (item) => item !== undefined,
  );
};

/** A chart's numbers. The first cell of each row is its head. */
export const table = <Item>(
  columns: readonly string[],
  items: readonly Item[],
  cells: (item: Item, index: number) => readonly string[],
): Fragment => html`<table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${picked(items).map(([item, index]) => html`<tr>${cells(item, index).map((cell, column) => (column === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}</tbody></table>`;
