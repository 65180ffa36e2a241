import { alternativeNames } from "./der.ts";

/** An X.509 certificate. */
export interface TlsCertificateInfo {
  /** Whose it is, as in RFC 2253: `CN=example.org,O=Example`. */
  readonly subject: string;
  /** Who issued it. */
  readonly issuer: string;
  /** The DNS names and IP addresses that it is for. */
  readonly names: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** How many whole days it is still valid, by the clock of the host; negative once it has expired. */
  readonly daysLeft: number;
  /** In hexadecimal digits. */
  readonly serial: string;
  /** The SHA-256 digest in lower case hexadecimal digits. */
  readonly fingerprint: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Reads what `openssl x509` prints of a certificate, its PEM block, and `now=` with the seconds of the host's clock. */
export function parseCertificate(lines: readonly string[]): TlsCertificateInfo {
  const field = (name: string) => {
    const pattern = new RegExp(`^${name} ?= ?(.*)$`, "i");
    const found = lines.map((line) => pattern.exec(line)?.[1]).find((value) => value !== undefined);
    if (found === undefined) {
      throw new Error(`expected ${name}, found ${JSON.stringify(lines.join("\n").slice(0, 200))}`);
    }
    return found.trim();
  };
  const [notBefore, notAfter, now] = [timeOf(field("notBefore")), timeOf(field("notAfter")), Number(field("now"))];
  return {
    subject: field("subject"),
    issuer: field("issuer"),
    names: alternativeNames(bytesOf(lines)),
    notBefore,
    notAfter,
    daysLeft: Math.floor((notAfter.getTime() / 1000 - now) / 86_400),
    serial: field("serial"),
    fingerprint: field("sha256 Fingerprint").replaceAll(":", "").toLowerCase(),
  };
}

/** `Nov  3 07:13:46 2026 GMT` */
function timeOf(text: string): Date {
  const [, month, day, time, year] = /^([A-Z][a-z]{2}) +(\d+) (\d\d:\d\d:\d\d) (\d{4}) GMT$/.exec(text) ?? [];
  const number = MONTHS.indexOf(month ?? "") + 1;
  if (number === 0) throw new Error(`expected a time, found ${JSON.stringify(text)}`);
  return new Date(`${year}-${String(number).padStart(2, "0")}-${day!.padStart(2, "0")}T${time}Z`);
}

function bytesOf(lines: readonly string[]): Uint8Array {
  const [begin, end] = ["BEGIN", "END"].map((mark) => lines.indexOf(`-----${mark} CERTIFICATE-----`));
  if (begin! < 0 || end! < begin!) {
    throw new Error(`expected a certificate, found ${JSON.stringify(lines.at(-1) ?? "")}`);
  }
  return Uint8Array.fromBase64(lines.slice(begin! + 1, end).join(""));
}
