import { deepStrictEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { processFact } from "../../testing/mod.ts";
import { alternativeNames } from "./der.ts";
import { FIELDS, PEM } from "./example_certificate.ts";
import { TlsCertificate, TlsEndpoint } from "./mod.ts";

const path = { path: "/x" };

Deno.test("a certificate is read alike from what the versions of openssl print", () => {
  // OpenSSL 3.0 of Debian 12; 1.0.2 of CentOS 7 and LibreSSL, with blanks and in capitals.
  const [new3, old] = [
    `now=1795500000\nsubject=CN=web.example\nissuer=CN=web.example\n${FIELDS}\n${PEM}`,
    `now=1795500000\nsubject= CN=web.example\nissuer= CN=web.example\n${FIELDS.replace("sha256", "SHA256")}\n${PEM}`,
  ].map((output) => processFact(TlsCertificate, output, path));
  deepStrictEqual(new3, old);
  deepStrictEqual([new3?.subject, new3?.names, new3?.daysLeft], [
    "CN=web.example",
    ["web.example", "2001:db8::1"],
    364,
  ]);
  deepStrictEqual(new3?.notAfter.getTime(), new3!.notBefore.getTime() + 365 * 86_400_000);
});

Deno.test("a certificate that has expired has a negative number of days left", () => {
  const late = `now=1900000000\nsubject=a\nissuer=a\n${FIELDS}\n${PEM}`;
  ok(processFact(TlsCertificate, late, path)!.daysLeft < -800);
});

Deno.test("what is no certificate is an error", () => {
  throws(() => processFact(TlsCertificate, "now=1\nwhat", path), /expected notBefore, found .*what/);
  throws(() => processFact(TlsEndpoint, "", { host: "x" }), /expected notBefore/);
});

Deno.test("any bytes have names or are an error", () => {
  const start = Uint8Array.fromBase64(PEM.split("\n").slice(1, -1).join(""));
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat({ max: start.length }), (bytes, length) => {
      try {
        ok(Array.isArray(alternativeNames(new Uint8Array([...start.subarray(0, length), ...bytes]))));
      } catch (error) {
        ok(/in the certificate|cut off/.test((error as Error).message), String(error));
      }
    }),
    { numRuns: 300 },
  );
});
