import { type Benefit, type Condition, PromotionState, type Quote } from "@caravan/contracts";
import {
  cents,
  exactText,
  idempotencyTable,
  idText,
  inboxTable,
  jsonDocument,
  moment,
  peopleTable,
  staffHistory,
} from "@caravan/database/tables";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  uniqueIndex,
} from "drizzle-orm/mysql-core";

/** The promotions: terms, state, and the figures that guard their limits. A row is the lock of all that is given of it. */
export const promotions = mysqlTable(
  "promotions",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    kind: mysqlEnum("kind", ["coupon", "rule"]).notNull(),
    name: exactText("name", { length: 80 }).notNull(),
    code: idText("code", { length: 32 }),
    onlyGiven: boolean("only_given").notNull(),
    benefit: jsonDocument<Benefit>("benefit").notNull(),
    condition: jsonDocument<Condition>("terms").notNull(),
    priority: int("priority").notNull(),
    combines: boolean("combines").notNull(),
    startsAt: moment("starts_at").notNull(),
    endsAt: moment("ends_at").notNull(),
    mostUses: int("most_uses"),
    perPerson: int("per_person"),
    budgetCents: bigint("budget_cents", { mode: "number" }),
    state: mysqlEnum("state", PromotionState.options).notNull(),
    held: int("held").notNull().default(0),
    used: int("used").notNull().default(0),
    heldCents: cents("held_cents").default(0),
    usedCents: cents("used_cents").default(0),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("promotions_code").on(table.code),
    index("promotions_state").on(table.state, table.kind),
    check("figure_bounds", sql`0 <= held and 0 <= used and 0 <= held_cents and 0 <= used_cents`),
    check("uses_bounds", sql`most_uses is null or held + used <= most_uses`),
    check("budget_bounds", sql`budget_cents is null or held_cents + used_cents <= budget_cents`),
  ],
);

/** Who did what to a promotion, when and why. Append-only. */
export const promotionHistory = mysqlTable(
  "promotion_history",
  {
    promotionId: idText("promotion_id", { length: 40 }).notNull(),
    ...staffHistory(),
  },
  (table) => [index("promotion_history_promotion").on(table.promotionId, table.number)],
);

/** Coupons that were given to accounts. */
export const grants = mysqlTable(
  "grants",
  {
    promotionId: idText("promotion_id", { length: 40 }).notNull(),
    accountId: idText("account_id", { length: 40 }).notNull(),
    givenAt: moment("given_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.promotionId, table.accountId] }),
    index("grants_account").on(table.accountId),
  ],
);

/** What each order takes of promotions. */
export const uses = mysqlTable(
  "uses",
  {
    orderId: idText("order_id", { length: 40 }).primaryKey(),
    /** Whose it is now: the account, once a guest has joined one. Null when it was cancelled before it was tried. */
    ownerId: idText("owner_id", { length: 40 }),
    /** Digest of what was tried: a repetition is known by it. */
    content: idText("content", { length: 64 }),
    status: mysqlEnum("status", ["held", "used", "back"]).notNull(),
    quote: jsonDocument<Quote>("quote"),
    createdAt: moment("created_at").notNull(),
    /** When order is asked what became of it; null: it is settled. */
    dueAt: moment("due_at"),
    attempts: int("attempts").notNull().default(0),
  },
  (table) => [index("uses_owner").on(table.ownerId), index("uses_due").on(table.dueAt)],
);

/** What each promotion takes off an order. */
export const useLines = mysqlTable(
  "use_lines",
  {
    orderId: idText("order_id", { length: 40 }).notNull(),
    promotionId: idText("promotion_id", { length: 40 }).notNull(),
    /** Who used it, as they were known then: never changes. */
    personId: idText("person_id", { length: 40 }).notNull(),
    discountCents: cents("discount_cents"),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.promotionId] }),
    index("use_lines_promotion").on(table.promotionId, table.personId),
  ],
);

/** Shoppers who have a confirmed order. */
export const buyers = mysqlTable("buyers", {
  personId: idText("person_id", { length: 40 }).primaryKey(),
  since: moment("since").notNull(),
});

/** Who joined which account, and who is erased. */
export const people = peopleTable;

/** Events applied, and responses kept under their Idempotency-Key: the platform's own tables. */
export const inbox = inboxTable;
export const idempotency = idempotencyTable;
