import { code128 } from "bwip-js/generic";

/** A bar: where it begins and how wide it is, in modules. */
export interface Bar {
  readonly at: number;
  readonly width: number;
}

/** A barcode: its bars and its whole width in modules, without the quiet zones (10 modules on either side). */
export interface Barcode {
  readonly bars: readonly Bar[];
  readonly width: number;
}

const ignored = (): void => {};

/** A text in Code 128. */
export const barcodeOf = (text: string): Barcode => {
  const bars: Bar[] = [];
  let width = 0;
  return code128<Barcode>(
    { bcid: "code128", text, scale: 1 },
    {
      scale: () => null,
      measure: () => ({ width: 0, ascent: 0, descent: 0 }),
      init: (modules) => {
        width = modules;
      },
      // A bar is a line through its middle, where half a module counts as a whole one.
      line: (middle, _top, _x, _bottom, thickness) => {
        bars.push({ at: middle - Math.ceil(thickness / 2), width: thickness });
      },
      polygon: ignored,
      hexagon: ignored,
      ellipse: ignored,
      fill: ignored,
      text: ignored,
      end: () => ({ bars, width }),
    },
  );
};
