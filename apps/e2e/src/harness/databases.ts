import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import { kubectl, secretValue } from "./kubectl.ts";

/** The databases of the services that hold stock and orders, each opened with the service's own user. */
export interface Databases {
  readonly inventory: Connection;
  readonly order: Connection;
  end(): Promise<void>;
}

const open = async (app: string, host: string): Promise<Connection> => {
  const value = (key: string) => secretValue("shop", `${app}-database`, key);
  const [database, user, password] = await Promise.all([
    value("database"),
    value("username"),
    value("password"),
  ]);
  return mysql.createConnection({ host, database, user, password, timezone: "Z", decimalNumbers: true });
};

/** Opens both databases over the address of MariaDB's Service. */
export const openDatabases = async (): Promise<Databases> => {
  const host = await kubectl(
    "-n",
    "shop-data",
    "get",
    "service",
    "mariadb",
    "-o",
    "jsonpath={.spec.clusterIP}",
  );
  const [inventory, order] = await Promise.all([open("inventory", host), open("order", host)]);
  return { inventory, order, end: async () => void (await Promise.all([inventory.end(), order.end()])) };
};

/** Rows of a query. */
export const rows = async <T>(database: Connection, query: string, values: unknown[] = []): Promise<T[]> => {
  const [found] = await database.query<RowDataPacket[]>(query, values);
  return found as T[];
};

/** Every way in which stock and its ledger could disagree, one line each; empty when all is well. */
export const stockFaults = async (inventory: Connection): Promise<string[]> => {
  const found = await rows<{ fault: string }>(
    inventory,
    `select concat(s.sku, ': on hand ', s.on_hand, ' but the ledger says ', coalesce(m.on_hand, 0)) as fault
       from stock s left join (select sku, sum(on_hand_delta) on_hand, sum(reserved_delta) reserved from movements group by sku) m using (sku)
      where s.on_hand <> coalesce(m.on_hand, 0)
     union all
     select concat(s.sku, ': reserved ', s.reserved, ' but the ledger says ', coalesce(m.reserved, 0))
       from stock s left join (select sku, sum(reserved_delta) reserved from movements group by sku) m using (sku)
      where s.reserved <> coalesce(m.reserved, 0)
     union all
     select concat(s.sku, ': reserved ', s.reserved, ' but held reservations want ', coalesce(h.held, 0))
       from stock s left join (select l.sku, sum(l.quantity) held from reservation_lines l join reservations r on r.id = l.reservation_id where r.status = 'held' group by l.sku) h using (sku)
      where s.reserved <> coalesce(h.held, 0)
     union all
     select concat(sku, ': reserved ', reserved, ' of ', on_hand) from stock where reserved < 0 or reserved > on_hand`,
  );
  return found.map((row) => row.fault);
};
