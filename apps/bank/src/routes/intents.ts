import type { bankRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Change, Dependencies } from "../dependencies.ts";
import { intentReply, type Step } from "../domain/intent.ts";
import { changeIntent } from "../use-cases/change-intent.ts";
import { createIntent } from "../use-cases/create-intent.ts";
import { getIntent } from "../use-cases/get-intent.ts";

type IntentHandlers = Omit<Handlers<typeof bankRoutes>, "getStatement" | "setBankMisbehaviour">;

/** What a handler knows of a request with drawn faults. */
interface Asked {
  readonly idempotencyKey: string;
  readonly request: Request;
}

export const intentHandlers = (dependencies: Dependencies): IntentHandlers => {
  const { faults, intents, publicOrigin } = dependencies;

  /** Does the work once; faults are drawn by the key, so that a run can be repeated. */
  const doOnce = async (
    operation: string,
    { idempotencyKey, request }: Asked,
    work: () => Promise<Change>,
  ) => {
    await faults.before(operation, idempotencyKey);
    const { intent, changed } = await work();
    if (changed) await faults.after(operation, idempotencyKey, request);
    return intentReply(intent, publicOrigin);
  };
  const take = (asked: Asked & { params: { intentId: string } }, step: Step) =>
    doOnce(step.step, asked, () => changeIntent(dependencies, asked.params.intentId, () => step));

  return {
    createIntent: (asked) => doOnce("create", asked, () => createIntent(dependencies, asked.body)),
    captureIntent: (asked) => take(asked, { step: "capture" }),
    voidIntent: (asked) => take(asked, { step: "void" }),
    refundIntent: (asked) => take(asked, { step: "refund", ...asked.body }),
    async getIntent({ params }) {
      await faults.before("get", params.intentId);
      return intentReply(await getIntent(dependencies, params), publicOrigin);
    },
    async findIntent({ query: { merchantReference } }) {
      await faults.before("find", merchantReference);
      const intent = await intents.findByReference(merchantReference);
      return { items: intent === undefined ? [] : [intentReply(intent, publicOrigin)] };
    },
  };
};
