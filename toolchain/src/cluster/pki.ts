import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Addresses } from "./addresses.ts";
import { certificatesIn, type Leaf } from "./certificates.ts";

const daprIssuer: Leaf = {
  name: "dapr-issuer",
  subject: "/CN=cluster.local",
  extensions: ["basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=critical,keyCertSign,cRLSign"],
  authority: "dapr-root",
};

/**
 * Makes the cluster's own certificates in `run/pki` (Kubernetes' authority, the API server's and the administrator's certificate, the key
 * that signs service account tokens, Dapr's authority) and the kubeconfig in `run/kubeconfig`. They live as long as one boot.
 *
 * @returns the kubeconfig
 */
export const createPki = async (run: string, addresses: Addresses): Promise<string> => {
  const directory = join(run, "pki");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const certificates = certificatesIn(directory);
  const openssl = (command: string) => execa("openssl", command.split(" "), { cwd: directory });
  await Promise.all([
    certificates.createAuthority("ca", "/CN=caravan-ca"),
    certificates.createAuthority("dapr-root", "/CN=caravan-dapr-root"),
    // Aggregated APIs, such as custom metrics, believe the API server's word on who asks by this authority.
    certificates.createAuthority("front-proxy-ca", "/CN=caravan-front-proxy-ca"),
    openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out sa.key"),
  ]);
  const names = [
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
  ];
  const ips = ["127.0.0.1", addresses.apiServiceAddress, addresses.nodeAddress];
  const alternatives = [...names.map((name) => `DNS:${name}`), ...ips.map((ip) => `IP:${ip}`)].join(",");
  const server = ["extendedKeyUsage=serverAuth", `subjectAltName=${alternatives}`];
  const leaves: Leaf[] = [
    { name: "apiserver", subject: "/CN=kube-apiserver", extensions: server, authority: "ca" },
    {
      name: "admin",
      subject: "/O=system:masters/CN=caravan-admin",
      extensions: ["extendedKeyUsage=clientAuth"],
      authority: "ca",
    },
    {
      name: "front-proxy",
      subject: "/CN=front-proxy-client",
      extensions: ["extendedKeyUsage=clientAuth"],
      authority: "front-proxy-ca",
    },
    daprIssuer,
  ];
  await Promise.all([
    openssl("pkey -in sa.key -pubout -out sa.pub"),
    ...leaves.map((leaf) => certificates.issue(leaf)),
  ]);
  const encoded = (name: string) => readFile(join(directory, name), "base64");
  const [ca, certificate, key] = await Promise.all(["ca.crt", "admin.crt", "admin.key"].map(encoded));
  const kubeconfig = `apiVersion: v1
kind: Config
current-context: caravan
clusters: [{name: caravan, cluster: {server: "https://${addresses.nodeAddress}:6443", certificate-authority-data: ${ca}}}]
users: [{name: caravan, user: {client-certificate-data: ${certificate}, client-key-data: ${key}}}]
contexts: [{name: caravan, context: {cluster: caravan, user: caravan}}]
`;
  await writeFile(join(run, "kubeconfig"), kubeconfig, { mode: 0o600 });
  return kubeconfig;
};

/** Dapr's authority of this boot, in PEM. Given to Dapr's sentry, which else makes one and restarts itself over it (20 s). */
export interface DaprAuthority {
  root: string;
  issuer: string;
  issuerKey: string;
}

const readAuthority = async (run: string, issuer: string): Promise<DaprAuthority> => {
  const read = (name: string) => readFile(join(run, "pki", name), "utf8");
  return {
    root: await read("dapr-root.crt"),
    issuer: await read(`${issuer}.crt`),
    issuerKey: await read(`${issuer}.key`),
  };
};

export const daprAuthority = (run: string): Promise<DaprAuthority> => readAuthority(run, daprIssuer.name);

/** The same with an issuer that ends after so many days. Its root is the same, so connections go on. */
export const endingDaprAuthority = async (run: string, days: number): Promise<DaprAuthority> => {
  const name = "dapr-issuer-ending";
  await certificatesIn(join(run, "pki")).issue({ ...daprIssuer, name, days });
  return readAuthority(run, name);
};
