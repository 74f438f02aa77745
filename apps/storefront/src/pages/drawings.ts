import { html, raw } from "hono/html";

/** A pack camel, 60 wide and 50 high, walking to the right; coloured by the style sheet. */
const camel = (x: number, y: number, scale: number): string =>
  `<g transform="translate(${x} ${y}) scale(${scale})"><path d="M8 48 10.5 31Q6 29 7 22q2-6 8-6.500Q18 6 22.500 6q4 0 6 8.500 4 .5 7.500 2.500 4 2 6-2Q44 9 46 6q1.500-3 5-3l6.500 2.500q1.500 2-1.500 2.800L51 9.500Q50 15 48 20.500 46 26 41 28.500L42 48h-2.800L37.500 32.500 34.500 32 35.500 48h-2.800L31 31.500q-7 2-13 0L15.500 37 16.500 48h-2.800L12.500 37 10.800 48Z"/><path class="pack" d="M14.500 15.500 18 9q9-5 12.500 1.500l2.500 7-3 7.500q-7 2-13 0Z"/></g>`;

const stars = [
  [640, 60],
  [740, 24],
  [830, 96],
  [912, 40],
  [1010, 84],
  [1222, 30],
  [1262, 118],
  [1340, 66],
  [1402, 26],
]
  .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="1.6"/>`)
  .join("");

/** The picture under the words of welcome: sun or moon, dunes and a caravan on the ridge. */
export const dunes = html`<svg class="dunes" viewBox="0 0 1440 320" preserveAspectRatio="xMaxYMax slice" aria-hidden="true" focusable="false">
<g class="stars">${raw(stars)}</g>
<circle class="sun" cx="1120" cy="116" r="62"/>
<path class="dune-far" d="M0 214q170-92 350-34 150 48 300-12 190-76 360 6 170 78 430-22V320H0Z"/>
<g class="train">${raw([camel(822, 189, 0.86), camel(900, 163, 0.86), camel(978, 146, 0.86)].join(""))}<path d="M1062 192v-25q0-5 5-5t5 5v22Z"/><circle cx="1067" cy="157" r="4.500"/></g>
<path class="dune-mid" d="M0 262q210-88 470-22 220 52 420-24 260-86 550 34v70H0Z"/>
<path class="dune-near" d="M0 296q300-74 640-16 330 52 800-30v70H0Z"/>
</svg>`;

/** The mark beside the shop's name: a dune and a sun in a tent's outline. */
export const brandMark = html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false"><path class="mark-tent" d="M16 3 30 28H2Z"/><path class="mark-door" d="M16 12 23 28H9Z"/><circle class="mark-sun" cx="16" cy="22.500" r="3"/></svg>`;

/** Footprints that end in the sand. */
export const lostTrack = html`<svg class="vignette" viewBox="0 0 240 120" width="240" height="120" aria-hidden="true" focusable="false"><circle class="sun" cx="184" cy="34" r="17"/><path class="dune-far" d="M0 78q58-36 118-12 58 22 122-8v62H0Z"/><path class="dune-near" d="M0 98q70-26 136-8 56 14 104-6v36H0Z"/><g class="steps"><ellipse cx="30" cy="110" rx="5" ry="2.400"/><ellipse cx="48" cy="104" rx="4.600" ry="2.200"/><ellipse cx="64" cy="107" rx="4.200" ry="2"/><ellipse cx="80" cy="101" rx="3.800" ry="1.800"/><ellipse cx="94" cy="103" rx="3.300" ry="1.600"/><ellipse cx="107" cy="98" rx="2.800" ry="1.300"/></g></svg>`;

/** A tent at rest under the sun. */
export const restingTent = html`<svg class="vignette" viewBox="0 0 240 120" width="240" height="120" aria-hidden="true" focusable="false"><circle class="sun" cx="56" cy="36" r="17"/><path class="dune-far" d="M0 84q60-30 124-10 58 18 116-8v54H0Z"/><path class="tent" d="M128 40 172 100H84Z"/><path class="tent-door" d="M128 58 142 100h-28Z"/><path class="dune-near" d="M0 102q76-18 142-6 52 9 98-3v27H0Z"/></svg>`;

/** Wind over the dunes. */
export const sandstorm = html`<svg class="vignette" viewBox="0 0 240 120" width="240" height="120" aria-hidden="true" focusable="false"><circle class="sun faint" cx="180" cy="38" r="17"/><path class="dune-far" d="M0 84q60-32 124-10 58 18 116-8v54H0Z"/><g class="wind"><path d="M16 34h92q14 0 14-11t-12-10"/><path d="M40 50h124q14 0 14 11t-12 10"/><path d="M12 66h74"/></g><path class="dune-near" d="M0 102q76-18 142-6 52 9 98-3v27H0Z"/></svg>`;
