import { BankMisbehaviour, newId } from "@caravan/contracts";
import { DatabaseSecret, openDatabase } from "@caravan/database";
import { every, loadConfig, readMountedSecret, runService, showLocks, signBody } from "@caravan/service-kit";
import { openCallbackSender, openRequestFaults, openSetting } from "@caravan/stranger";
import { createApi, createPages } from "./app.ts";
import { BankSecret, Config, TlsSecret } from "./config.ts";
import { openIntents } from "./database/intents.ts";
import * as schema from "./database/schema.ts";
import { countCallback, countIntent } from "./telemetry.ts";
import { failRefunds } from "./use-cases/fail-refunds.ts";

const config = loadConfig(Config);
const now = () => new Date();

await runService(config, async ({ log }) => {
  const secret = await readMountedSecret("bank-database", DatabaseSecret);
  const { apiKey, callbackSecret } = await readMountedSecret("bank", BankSecret);
  const tls = await readMountedSecret("bank-tls", TlsSecret);
  const database = await openDatabase({ ...secret, schema });
  showLocks(database.locks);
  const initial = config.MISBEHAVIOUR;
  const setting = { database, name: "misbehaviour", schema: BankMisbehaviour, initial, now };
  const misbehaviour = openSetting(setting);
  const sign = (body: string, at: Date) => signBody(callbackSecret, body, at);
  const sending = { database, header: "bank-signature", sign, now, log, count: countCallback };
  const sender = openCallbackSender(sending);
  const dependencies = {
    app: config.APP_ID,
    version: config.APP_VERSION,
    apiKey,
    merchantName: config.MERCHANT_NAME,
    publicOrigin: config.PUBLIC_ORIGIN,
    intents: openIntents({ database, send: sender.send }),
    misbehaviour,
    faults: openRequestFaults({ misbehaviour: misbehaviour.get }),
    now,
    newId,
    count: countIntent,
  };
  const api = createApi(dependencies);
  return {
    routes: createPages(dependencies),
    tls: { port: config.TLS_PORT, cert: tls["tls.crt"], key: tls["tls.key"], routes: api },
    ready: { database: database.ping },
    background: [
      every(0.5, "send callbacks", sender.sendDue, log),
      every(1, "let refunds come back", () => failRefunds(dependencies), log),
      sender,
    ],
    close: [database],
  };
});
