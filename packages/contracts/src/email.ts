import * as v from "valibot";
import { wellFormed } from "./text.ts";

/** RFC 5321 section 4.5.3.1, less the angle brackets. */
export const emailMaxLength = 254;

/** The rule of a browser's e-mail field: a local part, and a domain in ASCII. */
const localPart = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const asciiDomain = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Characters that would end a host in a URL. */
const noHost = /[\s/?#\\@:[\]%]/u;

/**
 * An e-mail address: all that a browser's e-mail field accepts, and domains in other scripts. The output has one spelling: in
 * lower case, the domain in ASCII (`münchen.de` is `xn--mnchen-3ya.de`). So it is unique without further folding.
 *
 * @see https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 */
export const Email = v.pipe(
  v.string(),
  wellFormed,
  v.trim(),
  v.maxLength(emailMaxLength, `must be at most ${emailMaxLength} characters`),
  v.rawTransform(({ dataset, addIssue, NEVER }): string => {
    const at = dataset.value.lastIndexOf("@");
    const local = dataset.value.slice(0, at).toLowerCase();
    const domain = inAscii(dataset.value.slice(at + 1));
    const email = `${local}@${domain}`;
    if (at > 0 && localPart.test(local) && asciiDomain.test(domain) && email.length <= emailMaxLength)
      return email;
    addIssue({ message: "must be an e-mail address such as ada@example.com" });
    return NEVER;
  }),
);

/** A domain as in the DNS. One that is ASCII already is unchanged: a URL parser would turn numbers into addresses. */
const inAscii = (domain: string): string => {
  if (!/\P{ASCII}/u.test(domain)) return domain.toLowerCase();
  return noHost.test(domain) ? "" : (URL.parse(`http://${domain}`)?.hostname ?? "");
};
