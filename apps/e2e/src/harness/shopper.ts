import { type Buyer, cards, openBuyer, overPool, payAtBank, type Reply } from "@caravan/buyer";
import { Order, OrderStatus, orderGoesOn, orderIsPaid, Session, userRoutes } from "@caravan/contracts";
import * as v from "valibot";
import { nextAgent } from "./agents.ts";
import { secretValue } from "./kubectl.ts";
import { oncePerCluster, shop } from "./shop.ts";
import { until } from "./until.ts";

export { type Buyer as Shopper, type Reply, somewhere } from "@caravan/buyer";

const open = async (session?: Session): Promise<Buyer> =>
  openBuyer({
    shop: (await shop()).shop,
    transport: overPool(await nextAgent()),
    ...(session === undefined ? {} : { session }),
  });

/** A shopper with a network address and a guest's token. */
export const newShopper = (): Promise<Buyer> => open();

/** The same with an existing session. */
export const shopperOf = (session: Session): Promise<Buyer> => open(session);

const sessionFrom = async (path: string, body: object): Promise<Session> => {
  const guest = await open();
  const reply = await guest.send("POST", path, {
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (reply.status !== 201) throw new Error(`${path} answered ${reply.status}: ${reply.text}`);
  return v.parse(Session, reply.json());
};

/** The fields of a sign-up. */
export const newAccount = () => ({
  email: `ada.${crypto.randomUUID()}@example.com`,
  password: `long enough ${crypto.randomUUID()}`,
  name: "Ada Lovelace",
});

/** A shopper with a new account. */
export const newAccountHolder = async (account = newAccount()): Promise<Buyer> =>
  open(await sessionFrom(userRoutes.signUp.path, account));

/** Signs an account in: a new session, with the scopes that it has now. */
export const signIn = ({ email, password }: Pick<ReturnType<typeof newAccount>, "email" | "password">) =>
  sessionFrom(userRoutes.signIn.path, { email, password });

/** Shorter than a session's token: what ends a session in one proof does not reach the next ones. */
const staffSeconds = 240;

/** The member of staff that every shop has. */
export const staffMember = oncePerCluster(async (): Promise<Buyer> => {
  const [email, password] = await Promise.all([
    secretValue("shop", "staff-account", "email"),
    secretValue("shop", "staff-account", "password"),
  ]);
  return open(await signIn({ email, password }));
}, staffSeconds);

/** The order in a 201 reply. */
export const orderIn = (reply: Reply): Order => {
  if (reply.status !== 201) throw new Error(`expected 201, got ${reply.status}: ${reply.text.slice(0, 300)}`);
  return v.parse(Order, reply.json());
};

/** Pays on the bank's page. */
export const confirm = async (confirmationUrl: string | null, card: string = cards.good): Promise<void> => {
  if (confirmationUrl === null) throw new Error("there is nothing to be confirmed");
  const reply = await payAtBank(overPool(await nextAgent()), confirmationUrl, card);
  if (reply.status !== 303) throw new Error(`the bank answered ${reply.status}: ${reply.text.slice(0, 300)}`);
};

/** Goes to the bank's page and pays. */
export const pay = async (buyer: Buyer, orderId: string, card?: string): Promise<void> =>
  confirm((await buyer.startPayment(orderId)).confirmationUrl, card);

/** Waits until an order has one of these statuses. */
export const reached = (buyer: Buyer, orderId: string, ...statuses: OrderStatus[]): Promise<Order> =>
  until(`${orderId} is ${statuses.join(" or ")}`, async () => {
    const order = await buyer.order(orderId);
    return statuses.includes(order.status) ? order : undefined;
  });

/** What an order is from the moment it is paid and its goods are assured. */
export const paid = OrderStatus.options.filter((status) => orderIsPaid(status) && orderGoesOn(status));

/** Places an order and pays it. */
export const buy = async (buyer: Buyer, sku = "CAR-0005", quantity = 1): Promise<Order> => {
  const order = orderIn(await buyer.placeOrder({ lines: [{ sku, quantity }] }));
  await pay(buyer, order.id);
  return order;
};

/** Versions by their services, of the header that names those that took part. */
export const versionsIn = (header: unknown): Record<string, string> =>
  Object.fromEntries(
    String(header ?? "")
      .split(", ")
      .map((entry) => entry.split("=") as [string, string]),
  );

/** Which version of each service took part in a reply: `{ order: "v1", inventory: "v2" }`. */
export const servedBy = (reply: Reply): Record<string, string> => versionsIn(reply.headers["x-served-by"]);
