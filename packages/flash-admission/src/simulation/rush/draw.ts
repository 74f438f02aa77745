/** How many were told within a second, by pods of flash. */
export interface Curve {
  readonly people: number;
  /** Pods, and the share of the people, 0 to 1. */
  readonly shares: readonly (readonly [pods: number, share: number])[];
}

const [width, height] = [680, 300];
const [left, right, top, bottom] = [56, 150, 24, 44];
const mostPods = 256;
const colours = ["#1b7f5c", "#b3541e", "#3b5b92", "#7a3b78"];

const x = (pods: number): number =>
  Math.round(left + ((width - left - right) * Math.log2(pods)) / Math.log2(mostPods));
const y = (share: number): number => Math.round(top + (height - top - bottom) * (1 - share));
const text = (at: readonly [number, number], words: string, more = ""): string =>
  `<text x="${at[0]}" y="${at[1]}"${more}>${words}</text>`;

/** A picture of what the simulation says, as SVG. */
export const drawRush = (curves: readonly Curve[]): string => {
  const rows = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<path d="M${left} ${y(share)}H${width - right}" stroke="#ddd"/>${text([left - 8, y(share) + 4], `${100 * share} %`, ' text-anchor="end"')}`,
  );
  const columns = [1, 4, 16, 64, 256].map((pods) =>
    text([x(pods), height - bottom + 18], String(pods), ' text-anchor="middle"'),
  );
  const lines = curves.map(({ people, shares }, i) => {
    const colour = colours[i % colours.length];
    const points = shares.map(([pods, share]) => `${x(pods)},${y(share)}`).join(" ");
    const name = `${people.toLocaleString("en")} people`;
    const at = [width - right + 12, top + 18 + 22 * i] as const;
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>${text(at, name, ` fill="${colour}"`)}`;
  });
  const middle = (left + width - right) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Share of the people who are told within a second, by pods of flash</title>
<rect width="${width}" height="${height}" fill="white"/>
${[...rows, ...columns, ...lines].join("\n")}
${text([middle, height - 8], "pods of flash (half as many gateways, a sixteenth as many shards)", ' text-anchor="middle"')}
${text([left, 14], "told within a second")}
</svg>
`;
};
