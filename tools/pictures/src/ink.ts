/** The colours of all pictures. */
export const cream = "#fff6e5";
export const sand = "#f2ddb5";
export const dune = "#e4be85";
export const ochre = "#c9924e";
export const saffron = "#f0a829";
export const amber = "#d9822b";
export const coral = "#e2875f";
export const terracotta = "#c65d3b";
export const brick = "#9c4128";
export const wine = "#6e2a25";
export const mint = "#bfddd1";
export const sage = "#7fa99b";
export const lagoon = "#3e9490";
export const teal = "#1f6b6c";
export const deep = "#124849";
export const mist = "#c9d3e3";
export const dusk = "#6f86ad";
export const indigo = "#33497b";
export const night = "#1d2b4f";
export const ink = "#131b33";
export const steel = "#c9d0d4";
export const iron = "#8a959d";
export const coal = "#3b3f4a";
export const hide = "#b98555";
export const leather = "#8c5530";
export const bark = "#6e4526";

/** A filled shape. */
export const path = (d: string, fill: string): string => `<path fill="${fill}" d="${d}"/>`;

/** A line with round ends. */
export const line = (d: string, colour: string, width: number, more = ""): string =>
  `<path fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${more} d="${d}"/>`;

/** Many lines of one colour and width. */
export const lines = (colour: string, width: number, ...ds: readonly string[]): string =>
  line(ds.join(""), colour, width);

/** A seam: a fine dashed line. */
export const seam = (d: string, colour: string): string => line(d, colour, 3, ' stroke-dasharray="9 9"');

export const circle = (cx: number, cy: number, r: number, fill: string): string =>
  `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`;

export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;

/** A box, its corners rounded by `radius`. */
export const box = (x: number, y: number, width: number, height: number, fill: string, radius = 0): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}"${radius ? ` rx="${radius}"` : ""} fill="${fill}"/>`;

/** The side away from the light, which comes from the upper left. */
export const shade = (d: string, opacity = 0.16): string =>
  `<path fill="#1b1030" fill-opacity="${String(opacity).slice(1)}" d="${d}"/>`;

/** Where the light falls. */
export const shine = (d: string, opacity = 0.25): string =>
  `<path fill="#fff" fill-opacity="${String(opacity).slice(1)}" d="${d}"/>`;

/** The shadow that puts a thing on the ground. */
export const shadow = (cx: number, cy: number, rx: number): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${Math.round(rx / 12) + 4}" fill="#1b1030" fill-opacity=".2"/>`;

let clips = 0;

/** A shape in one colour; what is drawn inside never leaves it. */
export const solid = (d: string, fill: string, ...inside: readonly string[]): string => {
  clips += 1;
  return (
    `<clipPath id="c${clips}"><path d="${d}"/></clipPath><g clip-path="url(#c${clips})">` +
    `<path fill="${fill}" d="M-800-800h2400v2400h-2400z"/>${inside.join("")}</g>`
  );
};

/** Begins a new picture: its clips are counted from one, so that the same drawing gives the same bytes. */
export const startPicture = (): void => {
  clips = 0;
};

/** Turns what is drawn around a point. */
export const turn = (degrees: number, x: number, y: number, ...parts: readonly string[]): string =>
  `<g transform="rotate(${degrees} ${x} ${y})">${parts.join("")}</g>`;

/** Moves what is drawn, and scales it first. */
export const move = (x: number, y: number, scale: number, ...parts: readonly string[]): string =>
  `<g transform="translate(${x} ${y})${scale === 1 ? "" : ` scale(${scale})`}">${parts.join("")}</g>`;

/** Draws the same again, mirrored at the middle of the picture. */
export const mirrored = (...parts: readonly string[]): string =>
  `${parts.join("")}<g transform="matrix(-1 0 0 1 800 0)">${parts.join("")}</g>`;

/** Repeats a drawing for each number. */
export const each = <T>(values: readonly T[], draw: (value: T, index: number) => string): string =>
  values.map(draw).join("");

/** One finished drawing, without its frame. */
export type Drawing = () => string;

/** The drawings of one category, by SKU. */
export type Drawings = Readonly<Record<string, Drawing>>;
