import { styleText } from "node:util";
import { isSound } from "./audit-shop.ts";
import type { Verdict } from "./run-audit.ts";

/** Most faults listed per check; the rest is counted. */
const most = 20;

/** For scripts: the faults of each check. */
export const auditJson = (verdicts: readonly Verdict[], lagSeconds: number): string =>
  JSON.stringify({ sound: isSound(verdicts), lagSeconds, checks: verdicts }, null, 2);

/** One line per check with the faults below it, and a verdict. */
export const auditText = (verdicts: readonly Verdict[]): string => {
  const passed = verdicts.filter(({ faults }) => faults.length === 0).length;
  const sound = `${passed === verdicts.length ? "Sound" : "NOT SOUND"}: ${passed} of ${verdicts.length} checks hold.`;
  return [
    ...verdicts.flatMap(({ name, faults }) => {
      if (faults.length === 0) return [`${styleText("green", "ok  ", { stream: process.stdout })} ${name}`];
      const more =
        faults.length > most ? [`       … and ${faults.length - most} more (--json names all)`] : [];
      const count = `${faults.length} fault${faults.length === 1 ? "" : "s"}`;
      return [
        `${styleText("red", "FAIL", { stream: process.stdout })} ${name}: ${count}`,
        ...faults.slice(0, most).map(({ sentence }) => `       ${sentence}`),
        ...more,
      ];
    }),
    sound,
  ].join("\n");
};
