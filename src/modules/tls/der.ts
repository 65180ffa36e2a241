/** A value in DER: its tag and its content. */
interface Value {
  readonly tag: number;
  readonly content: Uint8Array;
}

const SEQUENCE = 0x30;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
/** 2.5.29.17 */
const SUBJECT_ALTERNATIVE_NAME = "85,29,17";

/**
 * The DNS names and IP addresses of a certificate, from its bytes: what openssl prints for people parts names by commas,
 * which may be in a name.
 */
export function alternativeNames(certificate: Uint8Array): string[] {
  const [toBeSigned] = values(sequence(values(certificate)[0]));
  const extensions = values(sequence(toBeSigned)).find(({ tag }) => tag === EXTENSIONS);
  if (extensions === undefined) return [];
  for (const extension of values(sequence(values(extensions.content)[0]))) {
    // Between the identifier and the value may stand whether the extension is critical.
    const parts = values(sequence(extension));
    if (parts[0]?.content.join() !== SUBJECT_ALTERNATIVE_NAME) continue;
    return values(sequence(values(parts.at(-1)!.content)[0])).map(nameOf).filter((name) => name !== undefined);
  }
  return [];
}

function nameOf({ tag, content }: Value): string | undefined {
  if (tag === DNS_NAME) return new TextDecoder().decode(content);
  if (tag !== IP_ADDRESS) return undefined;
  if (content.length === 4) return content.join(".");
  if (content.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, index) => (content[index * 2]! << 8) | content[index * 2 + 1]!);
  const address = groups.map((group) => group.toString(16)).join(":");
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function sequence(value: Value | undefined): Uint8Array {
  if (value?.tag !== SEQUENCE) throw new Error(`expected a sequence in the certificate, found tag ${value?.tag}`);
  return value.content;
}

/** The values that stand one behind the other. */
function values(bytes: Uint8Array): Value[] {
  const found: Value[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at]!;
    const first = bytes[at + 1] ?? 0;
    const digits = first < 0x80 ? 0 : first & 0x7f;
    const length = digits === 0
      ? first
      : bytes.subarray(at + 2, at + 2 + digits).reduce((sum, byte) => sum * 256 + byte, 0);
    const start = at + 2 + digits;
    if (start + length > bytes.length) throw new Error("expected a whole certificate, found it cut off");
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
