/** Of a series, so many points are kept and drawn: more than a chart can show apart. */
export const mostPoints = 160;

/**
 * A series with one more point. When it becomes twice as long as may be, neighbours are joined, so that it stays bounded however long a release
 * lasts, and says of each part of time what was seen there.
 */
export const withPoint = <Point>(
  points: readonly Point[],
  point: Point,
  join: (one: Point, other: Point) => Point,
): readonly Point[] => {
  const all = [...points, point];
  if (all.length < 2 * mostPoints) return all;
  const joined: Point[] = [];
  for (let index = 0; index < all.length; index += 2) {
    const [one, other] = all.slice(index, index + 2);
    if (one !== undefined) joined.push(other === undefined ? one : join(one, other));
  }
  return joined;
};
