import { BankMisbehaviour, newId } from "@caravan/contracts";
import { DatabaseSecret, openDatabase } from "@caravan/database";
import { openCallbackSender, openRequestFaults, openSetting } from "@caravan/partner";
import { every, openService, signBody } from "@caravan/service-kit";
import { createApi, createPages } from "./app.ts";
import { BankSecret, Config } from "./config.ts";
import { openIntents } from "./database/intents.ts";
import * as schema from "./database/schema.ts";
import { countCallback, countIntent, showOldestCallback } from "./telemetry.ts";
import { failRefunds } from "./use-cases/fail-refunds.ts";

await openService(Config, async ({ config, app, version, log, now, ...service }) => {
  const { apiKey, callbackSecret } = await service.secret("bank", BankSecret);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const { MERCHANT_NAME: merchantName, PUBLIC_ORIGIN: publicOrigin, MISBEHAVIOUR: initial } = config;
  const setting = { database, name: "misbehaviour", schema: BankMisbehaviour, initial, now };
  const misbehaviour = openSetting(setting);
  const sign = (body: string, at: Date) => signBody(callbackSecret, body, at);
  const sending = { database, header: "bank-signature", sign, now, log, count: countCallback };
  const sender = openCallbackSender(sending);
  const dependencies = {
    ...{ app, version, apiKey, merchantName, publicOrigin, misbehaviour, now, newId },
    intents: openIntents({ database, send: sender.send }),
    faults: openRequestFaults({ misbehaviour: misbehaviour.get }),
    count: countIntent,
  };
  const measure = async () => showOldestCallback(await sender.oldestSeconds());
  return {
    routes: createPages(dependencies),
    tls: { port: config.TLS_PORT, routes: createApi(dependencies) },
    background: [
      every(0.5, "send callbacks", sender.sendDue, log),
      every(5, "measure callbacks", measure, log),
      every(1, "fail refunds", () => failRefunds(dependencies), log),
      sender,
    ],
  };
});
