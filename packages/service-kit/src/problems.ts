import { type Problem, Refusal, refusalStatus } from "@caravan/contracts";

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The problem document of a thrown error. It reveals nothing of an unexpected one. */
export const toProblem = (error: unknown, instance: string): Problem => {
  if (!(error instanceof Refusal)) {
    const detail =
      "Something went wrong on our side. Nothing was changed unless a reply said so; please try again.";
    return {
      type: typeOf("internal"),
      title: titles[500] ?? "",
      status: 500,
      detail,
      instance,
      code: "internal",
    };
  }
  const status = refusalStatus[error.kind];
  const problem = {
    type: typeOf(error.code),
    title: titles[status] ?? "",
    status,
    detail: error.detail,
    instance,
    code: error.code,
  };
  return error.errors.length === 0 ? problem : { ...problem, errors: [...error.errors] };
};

const typeOf = (code: string): string => `urn:caravan:problem:${code}`;
