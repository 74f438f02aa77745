/** In which cookies a browser keeps its session. The mesh reads a token out of the first one. */
export const accessCookieName = "caravan-access";
export const refreshCookieName = "caravan-refresh";
