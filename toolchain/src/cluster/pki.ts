import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Addresses } from "./addresses.ts";

/** Valid this long; a cluster that runs longer needs a `down` and `up`, which make new ones. */
const days = "3650";

interface Leaf {
  name: string;
  subject: string;
  extensions: string;
}

async function issue(directory: string, leaf: Leaf): Promise<void> {
  const at = (suffix: string) => join(directory, `${leaf.name}.${suffix}`);
  await writeFile(at("ext"), `${leaf.extensions}\n`);
  const request = [
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-subj",
    leaf.subject,
  ];
  await execa("openssl", [...request, "-keyout", at("key"), "-out", at("csr")]);
  const ca = [
    "-CA",
    join(directory, "ca.crt"),
    "-CAkey",
    join(directory, "ca.key"),
    "-CAserial",
    at("srl"),
    "-CAcreateserial",
  ];
  await execa("openssl", [
    "x509",
    "-req",
    "-in",
    at("csr"),
    ...ca,
    "-days",
    days,
    "-extfile",
    at("ext"),
    "-out",
    at("crt"),
  ]);
}

/**
 * Makes the cluster's own certificates in `run/pki` (one authority, the API server's, the administrator's, the key that signs service
 * account tokens) and the kubeconfig in `run/kubeconfig`. They live as long as one boot.
 */
export async function createPki(run: string, addresses: Addresses): Promise<string> {
  const directory = join(run, "pki");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const at = (name: string) => join(directory, name);
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await Promise.all([
    execa("openssl", [
      "req",
      "-x509",
      "-new",
      ...curve,
      "-days",
      days,
      "-subj",
      "/CN=caravan-ca",
      "-keyout",
      at("ca.key"),
      "-out",
      at("ca.crt"),
    ]),
    execa("openssl", [
      "genpkey",
      "-algorithm",
      "EC",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-out",
      at("sa.key"),
    ]),
  ]);
  const names = [
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
    "localhost",
  ];
  const ips = ["127.0.0.1", addresses.apiServiceAddress, addresses.nodeAddress];
  const alternatives = [...names.map((name) => `DNS:${name}`), ...ips.map((ip) => `IP:${ip}`)].join(",");
  await Promise.all([
    execa("openssl", ["pkey", "-in", at("sa.key"), "-pubout", "-out", at("sa.pub")]),
    issue(directory, {
      name: "apiserver",
      subject: "/CN=kube-apiserver",
      extensions: `extendedKeyUsage=serverAuth\nsubjectAltName=${alternatives}`,
    }),
    issue(directory, {
      name: "admin",
      subject: "/O=system:masters/CN=caravan-admin",
      extensions: "extendedKeyUsage=clientAuth",
    }),
  ]);
  const [ca, certificate, key] = await Promise.all(
    ["ca.crt", "admin.crt", "admin.key"].map((name) => readFile(at(name), "base64")),
  );
  const kubeconfig = `apiVersion: v1
kind: Config
current-context: caravan
clusters: [{name: caravan, cluster: {server: "https://${addresses.nodeAddress}:6443", certificate-authority-data: ${ca}}}]
users: [{name: caravan, user: {client-certificate-data: ${certificate}, client-key-data: ${key}}}]
contexts: [{name: caravan, context: {cluster: caravan, user: caravan}}]
`;
  await writeFile(join(run, "kubeconfig"), kubeconfig, { mode: 0o600 });
  return kubeconfig;
}
