import type { ConnectorContext } from "drover/connectors";
import type { SshData } from "../ssh/data.ts";
import { once, type Run } from "../ssh/run.ts";
import type { Log, Question } from "./log.ts";

/** How questions are answered. */
export interface AnswersOptions {
  /** The name of the host in the inventory. */
  readonly name: string;
  readonly data: SshData;
  readonly run: Run;
  readonly context: Pick<ConnectorContext, "ask" | "log" | "secret">;
  /** Decides on a host key that is not known; rejects where it is not to be trusted. */
  trust(log: Log): Promise<void>;
}

/** Answers the questions of one connection; a password is offered once. */
export function answers(options: AnswersOptions): (question: Question, log: Log) => Promise<string> {
  const { name, data, run, context } = options;
  let passwordUsed = false;
  return async ({ kind, text }, log) => {
    if (kind === "none") {
      context.log(`${name}: ${text}`);
      return "";
    }
    if (/\(yes\/no/.test(text)) {
      await options.trust(log);
      return "yes";
    }
    const key = /^Enter passphrase for (?:key )?'?(.*?)'?: ?$/.exec(text)?.[1];
    if (key !== undefined) {
      log.unlocking.push(key);
      const asked = () => context.ask(`Password of the key ${key}: `).then((word) => context.secret(word));
      return data.sshKeyPassword ?? await once(run.passwords, key, asked).catch((error) => {
        log.problems.push(`key ${key}: ${error.message}`);
        return "";
      });
    }
    const isLogin = /password:? ?$/i.test(text) && !log.partial;
    if (isLogin && data.sshPassword !== undefined && !passwordUsed) {
      passwordUsed = true;
      log.tried.push(/'s password: ?$/.test(text) ? "password" : "password (keyboard-interactive)");
      return data.sshPassword;
    }
    // As with keys alone: whoever has no password is not asked for one, on a hundred hosts.
    if (!log.partial && !/PIN|presence/.test(text)) throw new Refused();
    return await context.ask(`${name}: ${text.trim()} `);
  };
}

/** There is no further proof to offer. */
export class Refused extends Error {}
