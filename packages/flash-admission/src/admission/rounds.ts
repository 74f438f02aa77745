/** Works for all who wait at once: one round runs, and those who come meanwhile share the next one. */
export const gatherRounds = <Result>(run: (epoch: number) => Promise<Result>) => {
  let running: Promise<unknown> = Promise.resolve();
  let next: { epoch: number; round: Promise<Result> } | undefined;
  /** A round that begins after this call. Rejects when its work does. */
  return (epoch: number): Promise<Result> => {
    if (next?.epoch === epoch) return next.round;
    const round = running.then(() => {
      if (next?.round === round) next = undefined;
      return run(epoch);
    });
    next = { epoch, round };
    running = round.catch(() => undefined);
    return round;
  };
};
