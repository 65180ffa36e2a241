/**
 * The keys that an SSH agent holds (draft-ietf-sshm-ssh-agent), those too that the library passes over in silence: keys of
 * security keys, certificates.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { connect } from "node:net";

const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
/** More than an agent has to say; what is longer comes from no agent. */
const LONGEST = 1024 * 1024;

/** A key that an agent holds. */
export interface AgentKey {
  /** The public key, as it travels. */
  readonly blob: Buffer;
  /** What kind it is: `sk-ssh-ed25519@openssh.com`. */
  readonly type: string;
  readonly comment: string;
}

/** Asks the agent behind a socket for its keys. @throws {Error} where it gives no answer that makes sense */
export async function agentKeys(path: string): Promise<AgentKey[]> {
  return parseAgentKeys(await answerOf(path));
}

function answerOf(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    let heard = Buffer.alloc(0);
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("it closed the connection")));
    socket.on("connect", () => socket.write(Buffer.from([0, 0, 0, 1, REQUEST_IDENTITIES])));
    socket.on("data", (bytes) => {
      heard = Buffer.concat([heard, bytes as Buffer]);
      const length = heard.length < 4 ? 0 : heard.readUInt32BE(0);
      if (length > LONGEST) reject(new Error("what it says makes no sense"));
      else if (heard.length < 4 || heard.length < 4 + length) return;
      resolve(heard.subarray(4, 4 + length));
      socket.destroy();
    });
  });
}

/** Reads an agent's list of keys. Pure. @throws {Error} where it is none */
export function parseAgentKeys(answer: Buffer): AgentKey[] {
  if (answer[0] !== IDENTITIES_ANSWER) throw new Error("it does not show its keys");
  let offset = 5;
  const next = () => {
    const start = offset + 4;
    offset = start + answer.readUInt32BE(offset);
    if (offset > answer.length) throw new Error("its list of keys is cut short");
    return answer.subarray(start, offset);
  };
  return Array.from({ length: Math.min(answer.readUInt32BE(1), LONGEST) }, () => {
    const blob = next();
    return { blob, type: blob.toString("latin1", 4, 4 + blob.readUInt32BE(0)), comment: next().toString() };
  });
}
