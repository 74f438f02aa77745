/** Where what Caravan installs lives: the mesh of services, what stands for partners, the data stores, and the shop's gateway. */
export const namespaces: Readonly<Record<"shop" | "partners" | "data" | "gateway", string>> = {
  shop: "shop",
  partners: "outside",
  data: "shop-data",
  gateway: "istio-ingress",
};
