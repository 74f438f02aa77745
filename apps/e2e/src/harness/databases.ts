import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import { kubectl, secretValue } from "./kubectl.ts";

/** The shop's databases, opened as the operator, over the address of MariaDB's Service. */
export const openDatabases = async (): Promise<Connection> =>
  mysql.createConnection({
    host: await kubectl("-n", "shop-data", "get", "service", "mariadb", "-o", "jsonpath={.spec.clusterIP}"),
    user: "root",
    password: await secretValue("shop-data", "mariadb", "root-password"),
    timezone: "Z",
    decimalNumbers: true,
  });

/** Rows of a query. */
export const rows = async <T>(databases: Connection, query: string, values: unknown[] = []): Promise<T[]> => {
  const [found] = await databases.query<RowDataPacket[]>(query, values);
  return found as T[];
};

/** Every way in which stock and its ledger could disagree, one line each; empty when all is well. */
export const stockFaults = async (databases: Connection): Promise<string[]> => {
  const found = await rows<{ fault: string }>(
    databases,
    `select concat(s.sku, ': on hand ', s.on_hand, ' but the ledger says ', coalesce(m.on_hand, 0)) as fault
       from inventory.stock s left join (select sku, sum(on_hand_delta) on_hand, sum(reserved_delta) reserved from inventory.movements group by sku) m using (sku)
      where s.on_hand <> coalesce(m.on_hand, 0)
     union all
     select concat(s.sku, ': reserved ', s.reserved, ' but the ledger says ', coalesce(m.reserved, 0))
       from inventory.stock s left join (select sku, sum(reserved_delta) reserved from inventory.movements group by sku) m using (sku)
      where s.reserved <> coalesce(m.reserved, 0)
     union all
     select concat(s.sku, ': reserved ', s.reserved, ' but held reservations want ', coalesce(h.held, 0))
       from inventory.stock s left join (select l.sku, sum(l.quantity) held from inventory.reservation_lines l join inventory.reservations r on r.id = l.reservation_id where r.status = 'held' group by l.sku) h using (sku)
      where s.reserved <> coalesce(h.held, 0)
     union all
     select concat(sku, ': reserved ', reserved, ' of ', on_hand) from inventory.stock where reserved < 0 or reserved > on_hand`,
  );
  return found.map((row) => row.fault);
};
