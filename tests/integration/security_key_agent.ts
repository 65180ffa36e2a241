/**
 * An SSH agent with one security key, such as a key on USB: it signs as one does (PROTOCOL.u2f of OpenSSH), by a key in memory.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { createServer, type Socket } from "node:net";

const TYPE = "sk-ssh-ed25519@openssh.com";
const APPLICATION = "ssh:";
const [FAILURE, REQUEST_IDENTITIES, IDENTITIES_ANSWER, SIGN_REQUEST, SIGN_RESPONSE] = [5, 11, 12, 13, 14];
const USER_PRESENT = 1;

/** A running agent. */
export interface SecurityKeyAgent extends AsyncDisposable {
  readonly socket: string;
  /** The line for `authorized_keys`. */
  readonly publicKey: string;
  /** How often it has signed. */
  readonly signatures: () => number;
}

/** Text or bytes with their length in front. */
function field(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}

/** Starts the agent on a socket in a folder. */
export async function startSecurityKeyAgent(folder: string): Promise<SecurityKeyAgent> {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url");
  const blob = Buffer.concat([field(TYPE), field(raw), field(APPLICATION)]);
  let signatures = 0;

  const answer = (request: Buffer): Buffer => {
    if (request[0] === REQUEST_IDENTITIES) {
      return Buffer.concat([Buffer.from([IDENTITIES_ANSWER, 0, 0, 0, 1]), field(blob), field("key on USB")]);
    }
    if (request[0] !== SIGN_REQUEST) return Buffer.from([FAILURE]);
    const start = 1 + 4 + request.readUInt32BE(1) + 4;
    const data = request.subarray(start, start + request.readUInt32BE(start - 4));
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++signatures);
    const told = Buffer.concat([Buffer.from([USER_PRESENT]), counter]);
    const signed = sign(null, Buffer.concat([sha256(APPLICATION), told, sha256(data)]), privateKey);
    return Buffer.concat([Buffer.from([SIGN_RESPONSE]), field(Buffer.concat([field(TYPE), field(signed), told]))]);
  };
  const serve = (socket: Socket) => {
    let heard = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      heard = Buffer.concat([heard, bytes as Buffer]);
      while (heard.length >= 4 && heard.length >= 4 + heard.readUInt32BE(0)) {
        const end = 4 + heard.readUInt32BE(0);
        socket.write(field(answer(heard.subarray(4, end))));
        heard = heard.subarray(end);
      }
    });
  };
  const server = createServer(serve);
  const socket = `${folder}/security_key`;
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    publicKey: `${TYPE} ${blob.toString("base64")} key on USB`,
    signatures: () => signatures,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The file that `ssh-keygen -t ed25519-sk` writes: it holds no private key, only what the security key needs to find it. */
export function securityKeyFile(): string {
  const blob = Buffer.concat([field(TYPE), field(Buffer.alloc(32, 7)), field(APPLICATION)]);
  const check = Buffer.alloc(8, 1);
  const inner = Buffer.concat([
    check,
    blob,
    Buffer.from([USER_PRESENT]),
    field(Buffer.alloc(64, 9)),
    field(""),
    field("me"),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - inner.length % 8) % 8 }, (_, index) => index + 1));
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    Buffer.from([0, 0, 0, 1]),
    field(blob),
    field(Buffer.concat([inner, padding])),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g)!.join("\n");
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
