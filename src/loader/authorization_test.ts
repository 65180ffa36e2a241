import { strictEqual, throws } from "node:assert/strict";
import { parseAuthTokens } from "./authorization.ts";

Deno.test("tokens and passwords belong to their hosts", () => {
  const authorization = parseAuthTokens("t0ken@code.example; us:p@ss@other.example:8443;");
  strictEqual(authorization("code.example"), "Bearer t0ken");
  strictEqual(authorization("other.example:8443"), `Basic ${btoa("us:p@ss")}`);
  strictEqual(authorization("other.example"), undefined);
  strictEqual(parseAuthTokens(undefined)("code.example"), undefined);
});

Deno.test("what is no token is refused without being shown", () => {
  throws(
    () => parseAuthTokens("s3cret"),
    (error: Error) => /TOKEN@HOST/.test(error.message) && !/s3cret/.test(error.message),
  );
});
