/** Of the images that are named on a command line the one of an app: `order=…`, or the one without a name when there is one app. */
export const imageFor = (
  app: string,
  apps: readonly string[],
  images: readonly string[],
): string | undefined => {
  const mine = images.find((image) => image.startsWith(`${app}=`));
  if (mine !== undefined) return mine.slice(app.length + 1);
  return apps.length === 1 ? images.find((image) => !image.includes("=")) : undefined;
};
