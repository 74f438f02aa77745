/** Issuer and audience of the tokens that the user service signs and the mesh verifies. */
export const tokenIssuer = "urn:caravan:user";
export const tokenAudience = "caravan";

/**
 * Headers in which the mesh passes on the claims of a verified token: whose it is, its scopes (words separated by spaces, RFC 8693 section
 * 4.2), the guest who joined the account by signing in, and the customer's bucket (`cohortOf`). Envoy removes a caller's own headers of these names.
 */
export const claimHeaders = {
  sub: "x-caravan-subject",
  scope: "x-caravan-scope",
  formerly: "x-caravan-formerly",
  bucket: "x-caravan-bucket",
} as const;
