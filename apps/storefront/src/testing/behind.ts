import { Refusal } from "@caravan/contracts";
import { callContext } from "@caravan/service-kit";

export type Service = "product" | "inventory" | "order" | "user" | "logistics" | "flash" | "promotion";

/** A token that the fakes accept for the subject. */
export const accessTokenOf = (subject: string, serial: number): string => `token.${subject}.${serial}`;

/** Whose token it is. */
export const subjectOf = (token: string | undefined): string | undefined => token?.split(".")[1];

/** What all fakes share: the caller, which of them are down, and their calls. */
export class Behind {
  readonly down = new Set<Service>();
  readonly calls: string[] = [];
  /** The calls that were made in a shopper's name. */
  readonly personal = new Set<string>();
  readonly versions: Record<Service, string> = {
    product: "v1",
    inventory: "v1",
    order: "v1",
    user: "v1",
    logistics: "v1",
    flash: "v1",
    promotion: "v1",
  };

  enter(service: Service, call: string): void {
    this.calls.push(call);
    if (this.subject() !== undefined) this.personal.add(call);
    if (this.down.has(service))
      throw new Refusal({ kind: "unavailable", code: "service-unavailable", detail: `${service} is down` });
    callContext()?.served(`${service}=${this.versions[service]}`);
  }

  /** The caller, by the token of the call. */
  subject(): string | undefined {
    return subjectOf(callContext()?.headers.authorization);
  }
}
