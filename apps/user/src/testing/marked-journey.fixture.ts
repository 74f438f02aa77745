import { openFakeUser } from "./fake-user.ts";

/**
 * A journey for logs.test.ts, run in a process of its own so that its log can be read: everything with marked e-mail
 * address, password and name, and with faults in every place that could log them. Prints the tokens on standard error.
 */
const marks = {
  email: "marker-email@example.com",
  password: "marker-password",
  name: "marker-name",
  street: "marker-street",
};
const address = { name: marks.name, street: marks.street, postalCode: "10115", city: "B", country: "DE" };
const tokens: string[] = [];

const fault = () => Promise.reject(new Error("the disk is full"));
const good = await openFakeUser();
const bad = await openFakeUser({
  passwords: { hash: fault, verify: fault },
  sessions: { start: fault, refresh: fault, end: fault, list: fault },
  addresses: { list: fault, add: fault, replace: fault, remove: fault },
});

const other = await good.signUp(`other-${marks.email}`, marks.password);
const staff = { subject: other.subject, scopes: ["staff" as const] };
for (const { send, session, signIn, refresh } of [good, bad]) {
  const up = await send("POST", "/v1/users", {
    email: marks.email,
    password: marks.password,
    name: marks.name,
  });
  const ada = up.status === 201 ? await session(up) : other;
  tokens.push(ada.refreshToken, ada.accessToken);
  const headers = { authorization: `Bearer ${ada.accessToken}` };
  await signIn(marks.email, marks.password);
  await signIn(marks.email, `${marks.password}-wrong`);
  await send("POST", "/v1/sessions", { email: marks.email, password: { [marks.password]: 1 } });
  await refresh(ada.refreshToken);
  await send("POST", "/v1/users/me/addresses", address, ada, headers);
  await send("GET", "/v1/users/me/export", undefined, ada, headers);
  await send("POST", "/v1/staff/account-lookups", { email: marks.email }, staff);
  await send("POST", "/v1/sessions/end", { refreshToken: ada.refreshToken }, undefined, headers);
  await send("POST", "/v1/users/me/erase", { password: marks.password }, ada, headers);
}
process.stderr.write(JSON.stringify([...Object.values(marks), ...tokens]));
