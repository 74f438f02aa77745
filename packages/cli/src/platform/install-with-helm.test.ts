import { X509Certificate } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { objectsIn } from "@caravan/cluster";
import { SigningKeySet } from "@caravan/contracts";
import { publicKeySet } from "@caravan/operations/keys";
import { checkout, codeBlocks, ensureTools, moduleVersion, pins } from "@caravan/toolchain";
import { execa } from "execa";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appsWithImages, databaseNames } from "./apps.ts";
import { kubernetesSecrets } from "./kubernetes-secrets.ts";
import { partners } from "./partners.ts";
import { secretNames } from "./secret-values.ts";
import { loadSecrets } from "./secrets.ts";

const document = "docs/install-with-helm.md";

/** A kubectl that keeps the Secrets it is to create, and a helm that notes what it is told. */
const programs = {
  kubectl:
    'case $* in *"create secret"*) mkdir -p "made/$2" && cp -r "$(echo "$7" | cut -d= -f2)" "made/$2/$6" ;; esac',
  helm: 'echo "$*" >> helm.log',
};

let folder: string;
const read = (path: string) => readFile(join(folder, path), "utf8");
/** `namespace/name/key` → value, of all Secrets that the document's commands have made. */
const made = new Map<string, string>();
const value = (path: string) => made.get(path) ?? "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-document-"));
  for (const name of ["charts", "components", "mesh", "toolchain"])
    await symlink(join(checkout, name), join(folder, name));
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  const script = [...codeBlocks(document, "bash example"), ...codeBlocks(document, "bash")].join("\n");
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  await execa("bash", ["-euo", "pipefail", "-s"], { cwd: folder, input: script, env });
  for (const entry of await readdir(join(folder, "made"), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(join(folder, "made/").length);
    if (entry.isFile()) made.set(path, await read(join("made", path)));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** What a Secret's value says, by its path; of a JSON object each field. */
const said = (path: string, text: string): [string, string][] =>
  text.startsWith("{")
    ? Object.entries(v.parse(Fields, text)).map(([field, one]) => [`${path}/${field}`, String(one)])
    : [[path, text]];
const Fields = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/** Each path with the first of those that have the same value: what is shared with what, whatever the values are. */
const shared = (values: ReadonlyMap<string, string>): Record<string, string> => {
  const paths = [...values.keys()].sort();
  const first = (path: string) => paths.find((other) => values.get(other) === values.get(path)) ?? "";
  return Object.fromEntries(paths.map((path) => [path, first(path)]));
};

test("the document makes the Secrets that `up` makes, with the same values in the same places", async () => {
  const databases = databaseNames();
  const generated = await loadSecrets(join(folder, "secrets.json"), secretNames(databases));
  const wanted = new Map(
    kubernetesSecrets(databases, generated).flatMap(({ metadata: { namespace, name }, stringData }) =>
      Object.entries(stringData).flatMap(([key, text]) => said(`${namespace}/${name}/${key}`, text)),
    ),
  );
  const found = new Map([...made].flatMap(([path, text]) => said(path, text)));
  expect(shared(found)).toEqual(shared(wanted));
  for (const [path, text] of wanted)
    if (/\/(host|port|database|username|email)$/.test(path)) expect(found.get(path), path).toBe(text);
});

test("the mesh is given the public half of the key that signs", async () => {
  const Values = v.object({ accessToken: v.object({ keys: v.pipe(v.string(), v.parseJson()) }) });
  const [values] = objectsIn(await read("site/mesh.yaml"));
  const signing = v.parse(SigningKeySet, value("shop/user-signing-keys/keys"));
  expect(v.parse(Values, values).accessToken.keys).toEqual(JSON.parse(publicKeySet(signing)));
});

test.each(partners())("%s shows a certificate of the authority that its callers trust", (name) => {
  const authority = new X509Certificate(value("shop/partners-ca/ca.crt"));
  const certificate = new X509Certificate(value(`outside/${name}-tls/tls.crt`));
  expect(certificate.verify(authority.publicKey) && !certificate.ca).toBe(true);
  expect(certificate.checkHost(`${name}.outside.svc.cluster.local`)).toBeDefined();
});

test("the document installs every release, and our charts take the values it names", async () => {
  const calls = (await read("helm.log")).trimEnd().split("\n");
  const releases = calls.map((call) => call.replace("upgrade --install ", "").split(" "));
  const platform = ["istio-base", "istiod", "dapr", "data", "istio-ingressgateway", "mesh", "components"];
  expect(releases.map(([name]) => name)).toEqual([...platform, ...appsWithImages()]);
  const helm = (await ensureTools(["helm"], { log: () => {} })).path("helm");
  for (const release of releases.filter(([, chart]) => !chart?.startsWith("vendor/")))
    await execa(helm, ["template", ...release], { cwd: folder });
});

test("the document fetches the charts that `up` installs", () => {
  const [script] = codeBlocks(document, "bash download");
  expect(script).toContain(`--version ${pins.istioRelease} `);
  expect(script).toContain(`--version ${moduleVersion("dapr").slice(1)} `);
});
