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
export const looksLikeDevelopment = (context: string): boolean =>
  developmentNames.some((pattern) => pattern.test(context));
