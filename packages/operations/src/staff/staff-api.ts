import { type Kube, readSecret } from "@caravan/cluster";
import {
  isSuccess,
  Problem,
  pathOf,
  Refusal,
  type RouteCall,
  type RouteDefinition,
  type RouteReply,
  userRoutes,
} from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import { request } from "undici";
import * as v from "valibot";

/** Calls routes of the shop through the ingress, as staff. */
export interface StaffApi {
  /** @throws Trouble with the text of a refusal */
  call<R extends RouteDefinition>(route: R, call: RouteCall<R> & Parts): Promise<RouteReply<R>>;
}

/** The parts of any call; `RouteCall` says which of them a route needs. */
interface Parts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** A running shop. */
interface Place {
  kube: Kube;
  /** Its address. */
  shop: string;
}

/** Signs in with the staff account that `up` made. */
export const openStaffApi = async ({ kube, shop }: Place): Promise<StaffApi> => {
  const account = v.object({ email: v.string(), password: v.string() });
  const body = await readSecret(kube, "shop", "staff-account", account);
  const signIn = async () => {
    const { accessToken } = await send(shop, userRoutes.signIn, { body }, {});
    return { authorization: `Bearer ${accessToken}` };
  };
  let token = await signIn();
  return {
    async call(route, call) {
      try {
        return await send(shop, route, call, token);
      } catch (error) {
        // A token lasts for some minutes, and who follows a release stays longer.
        if (!(error instanceof NotSignedIn)) throw error;
        token = await signIn();
        return send(shop, route, call, token);
      }
    },
  };
};

/** A service refused: its problem document, and its words. */
class Refused extends Trouble {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(wordsOf(problem), linesOf(problem));
    this.problem = problem;
  }
}

/** The call was not sent, since no service would take it. */
class NotSent extends Trouble {}

/** The key's first call runs: it may still be done. */
const running = "idempotency-key-in-progress";

/** Whether a call is known not to have been done: by a refusal, and no failure of a service, which may have come after the change. */
export const isRefused = (error: unknown): boolean =>
  error instanceof NotSent ||
  (error instanceof Refused && error.problem.status < 500 && error.problem.code !== running);

/** The token is not good (any more). */
class NotSignedIn extends Refused {}

/** Sends one request by its contract. */
const send = async <R extends RouteDefinition>(
  shop: string,
  route: R,
  call: Parts,
  headers: Record<string, string>,
): Promise<RouteReply<R>> => {
  const { statusCode, body } = await request(urlOf(shop, route, call), {
    method: route.method,
    headers: {
      ...headers,
      ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      ...(call.idempotencyKey === undefined ? {} : { "idempotency-key": call.idempotencyKey }),
    },
    body: call.body === undefined ? null : JSON.stringify(call.body),
    headersTimeout: 30_000,
  });
  const text = await body.text();
  if (isSuccess(route, statusCode) && route.success.mediaType !== undefined)
    return v.parse(route.success.body, text);
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text);
  if (isSuccess(route, statusCode) && json.success) return v.parse(route.success.body, json.output);
  throw refusal(route, statusCode, json.success ? json.output : undefined);
};

const urlOf = (shop: string, route: RouteDefinition, call: Parts): URL => {
  try {
    return new URL(pathOf(route, call), shop);
  } catch (error) {
    if (error instanceof Refusal) throw troubleOf(error);
    throw error;
  }
};

const refusal = (route: RouteDefinition, status: number, body: unknown): Trouble => {
  const problem = v.safeParse(Problem, body);
  if (status === 401 && problem.success) return new NotSignedIn(problem.output);
  if (!problem.success)
    return new Trouble(`${route.method} ${route.path} answered ${status}.`, ["./caravan status"]);
  return new Refused(problem.output);
};

type Words = Pick<Problem, "detail" | "code" | "errors"> | Refusal;

const wordsOf = ({ detail, code }: Words): string => `${detail} (${code})`;
const linesOf = ({ errors = [] }: Words): string[] =>
  errors.map((error) => `${error.field}: ${error.detail}`);
const troubleOf = (words: Refusal): Trouble => new NotSent(wordsOf(words), linesOf(words));
