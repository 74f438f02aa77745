/** In which cookies a browser keeps its session. The mesh reads the first one: see mesh/istio/templates/access-token.yaml. */
export const accessCookieName = "caravan-access";
export const refreshCookieName = "caravan-refresh";
