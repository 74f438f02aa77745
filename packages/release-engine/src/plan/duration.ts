const units: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** `30m`, `1h30m`, `2d`: days, hours, minutes and seconds, the greater first. */
export const durationPattern = /^(?=\d)(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/;

/** The milliseconds of a duration, or undefined when it is none. */
export const parseDuration = (text: string): number | undefined => {
  if (!durationPattern.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0),
    0,
  );
};

/** Milliseconds as a duration, rounded down to seconds. */
export const showDuration = (milliseconds: number): string => {
  let left = Math.floor(milliseconds / 1000) * 1000;
  const parts = Object.entries(units).map(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? `${count}${unit}` : "";
  });
  return parts.join("") || "0s";
};
