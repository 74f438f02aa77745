/** Kubeconfig contexts that look like development clusters by their names. */
const developmentNames = [
  /^kind-/,
  /^k3d-/,
  /^minikube$/,
  /^docker-desktop$/,
  /^rancher-desktop$/,
  /^orbstack$/,
  /^colima/,
  /-dev$/,
  /^dev-/,
];

/** Reports whether a context may be used without `--yes`. */
export function looksLikeDevelopment(context: string): boolean {
  return developmentNames.some((pattern) => pattern.test(context));
}
