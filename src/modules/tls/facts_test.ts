import { deepStrictEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { processFact } from "../../testing/mod.ts";
import { alternativeNames } from "./der.ts";
import { TlsCertificate, TlsEndpoint } from "./mod.ts";

const PEM = `-----BEGIN CERTIFICATE-----
MIIBkTCCATagAwIBAgIUNAl2SMGcaATKthjz8+DN+0JXfmcwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLd2ViLmV4YW1wbGUwHhcNMjYxMTIzMDczMTE2WhcNMjcxMTIz
MDczMTE2WjAWMRQwEgYDVQQDDAt3ZWIuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABHmsT8Xt6NTw2gT8TUrp0ssVB9locoFDmaGw686wweFzhHS1mEzZ
U8oCBneSxlgHm619zz3+/bVS6P2+JMs3B0+jYjBgMAwGA1UdEwEB/wQCMAAwMQYD
VR0RBCowKIILd2ViLmV4YW1wbGWHECABDbgAAAAAAAAAAAAAAAGBB2FAeC5vcmcw
HQYDVR0OBBYEFDIAZov5Uqz1y++Y6yYUwTw1DoH9MAoGCCqGSM49BAMCA0kAMEYC
IQCDU6eYI+UDQEgIsz8S8P0wbz99hkdrvWgrSaptE4XoKAIhAPzHRbn0cJI8up0N
W6M4Cm196GhCq/ZSldvjxVSinMua
-----END CERTIFICATE-----`;

const FIELDS = `notBefore=Nov 23 07:31:16 2026 GMT
notAfter=Nov 23 07:31:16 2027 GMT
serial=34097648C19C6804CAB618F3F3E0CDFB42577E67
sha256 Fingerprint=E0:F8:9A:15:19:A7:0D:72:64:2F:E0:6B:50:A7:28:D1:07:43:4F:18:1B:C1:20:63:1C:16:28:D0:62:71:7F:42`;

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
