import { Refusal, type userRoutes } from "@caravan/contracts";
import { clientNetwork, type Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { createGuest } from "../use-cases/create-guest.ts";
import { refreshSession } from "../use-cases/refresh-session.ts";
import { signIn } from "../use-cases/sign-in.ts";
import { signOut } from "../use-cases/sign-out.ts";
import { signUp } from "../use-cases/sign-up.ts";

type SessionRoutes = Pick<
  typeof userRoutes,
  "createGuest" | "signUp" | "signIn" | "refreshSession" | "signOut"
>;

export const sessionHandlers = (dependencies: Dependencies): Handlers<SessionRoutes> => ({
  createGuest: () => createGuest(dependencies, clientNetwork()),
  signUp: ({ body, caller }) =>
    signUp(dependencies, { ...body, subject: caller?.subject, from: clientNetwork() }),
  signIn: async ({ body, caller }) => {
    const input = { ...body, subject: caller?.subject, from: clientNetwork() };
    const session = await signIn(dependencies, input).catch(countRefusal(dependencies));
    dependencies.countSignIn("done");
    return session;
  },
  refreshSession: ({ body }) =>
    refreshSession(dependencies, body.refreshToken, { onReuse: dependencies.countReuse }),
  signOut: ({ body }) => signOut(dependencies, body.refreshToken),
});

const countRefusal =
  ({ countSignIn }: Dependencies) =>
  (error: unknown): never => {
    countSignIn(error instanceof Refusal ? error.code : "internal");
    throw error;
  };
