import * as v from "valibot";

/** Scheme, host, and then only characters of a URL (RFC 3986): any other is percent-encoded. */
const asWritten = /^https?:\/\/[^\s/?#\\]+([/?#][\x21-\x7e]*)?$/iu;

/** A name or an IP address. A browser's parser accepts more, which would get into headers unchanged. */
const plainHost = /^([a-z0-9._-]+|\[[0-9a-f:]+\])$/;

const longest = 500;

/**
 * Where a partner redirects the shopper's browser, or sends its callbacks. The one rule for all services that accept, store or pass on
 * such an address: the output is that of a browser's URL parser, in ASCII, with a host in another script as `xn--…`. Only http and
 * https: `javascript:` is a URL as well. No user name and password: partners store the address.
 */
export const ReturnUrl = v.pipe(
  v.string(),
  v.maxLength(longest, `must be at most ${longest} characters`),
  v.regex(
    asWritten,
    "must be an http or https URL; write characters that are not ASCII percent-encoded, such as %C3%AB",
  ),
  v.rawTransform(({ dataset, addIssue, NEVER }): string => {
    const url = URL.parse(dataset.value);
    if (url === null || !plainHost.test(url.hostname))
      addIssue({ message: "must name a host, such as shop.example" });
    else if (url.username !== "" || url.password !== "")
      addIssue({ message: "must not hold a user name or a password" });
    else if (url.href.length > longest)
      addIssue({ message: `must be at most ${longest} characters when it is percent-encoded` });
    else return url.href;
    return NEVER;
  }),
);
