import type { bankRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { getStatement } from "../use-cases/get-statement.ts";

type StatementHandlers = Pick<Handlers<typeof bankRoutes>, "getStatement" | "setBankMisbehaviour">;

/** The statement, and the control of the simulation. */
export const statementHandlers = (dependencies: Dependencies): StatementHandlers => ({
  async getStatement({ params: { date }, query }) {
    await dependencies.faults.before("statement", `${date}${query.cursor ?? ""}`);
    return getStatement(dependencies, { date, ...query });
  },
  async setBankMisbehaviour({ body }) {
    await dependencies.misbehaviour.set(body);
    return body;
  },
});
