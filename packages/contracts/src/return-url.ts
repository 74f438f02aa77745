import * as v from "valibot";

/** Scheme, host, and behind them only what a URL is written with (RFC 3986): anything else is percent-encoded there. */
const asWritten = /^https?:\/\/[^\s/?#\\]+([/?#][\x21-\x7e]*)?$/iu;

/** A name or an IP address. A browser's parser lets more pass, which would end up in headers as it is. */
const plainHost = /^([a-z0-9._-]+|\[[0-9a-f:]+\])$/;

const longest = 500;

/**
 * Where a partner sends the shopper's browser, or its own messages. The one rule for everybody who takes, keeps or passes on such an
 * address: what comes out is what a browser's URL parser makes of it, in ASCII, with a host in another script as `xn--…`. Only the
 * web: `javascript:` is a URL as well. No name and password: the address is stored by others.
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
