// How a program uses the module of spec/tpns.md: what must compile, and what must not.
import * as tpns from "./tpns.js";
import type { AnyErrorCode, ErrorCodeInfo } from "./tpns.js";

/** The type of an expression is just this one. */
function exactly<Expected>() {
  return <Given>(_: Given, ..._same: (<T>() => T extends Given ? 1 : 2) extends <T>() => T extends Expected ? 1 : 2 ? [] : [never]) => {};
}

const code: tpns.ErrorCode = tpns.ErrorCode.AuthFailure;
exactly<1008003>()(tpns.ErrorCode.AuthFailure);
exactly<ErrorCodeInfo>()(tpns.getErrorCode(code));
exactly<ErrorCodeInfo | undefined>()(tpns.getErrorCode(7 as number));
exactly<readonly tpns.FeedbackApi[]>()(tpns.getErrorCode(code).feedbackApi);

/** What must not compile; it is never called. */
export function mistakes(): tpns.ErrorCode {
  // @ts-expect-error Nothing can be changed.
  tpns.ErrorCode.AuthFailure = 8;
  // @ts-expect-error A number need not be a code.
  return 7;
}

export function message(answered: number): string {
  const any: AnyErrorCode = tpns.anyErrorCode(answered);
  if (!any.known) return `code ${any.code}`;
  switch (any.code) {
    case tpns.ErrorCode.AuthFailure:
      return "log in again";
    default:
      return any.name;
  }
}

export function narrowed(value: unknown): tpns.ErrorCode | undefined {
  return tpns.isErrorCode(value) ? value : undefined;
}

if (message(1008003) !== "log in again" || message(7) !== "code 7" || narrowed("7") !== undefined) {
  throw new globalThis.Error("the module of spec/tpns.md says something else");
}
