import type { Buffer } from "node:buffer";
import type { ConnectorContext } from "drover/connectors";
import type { Settings } from "./config.ts";
import type { Identities, Identity } from "./identities.ts";
import { printable } from "./printable.ts";
import type { BaseAgent, ParsedKey, Ssh2Library } from "./ssh2.ts";

/** A prompt of keyboard-interactive authentication. */
interface Prompt {
  readonly prompt: string;
  readonly echo?: boolean;
}

/** A method as the library takes it. */
type Method =
  | { readonly type: "agent"; readonly username: string; readonly agent: BaseAgent }
  | { readonly type: "password"; readonly username: string; readonly password: string }
  | { readonly type: "none"; readonly username: string }
  | {
    readonly type: "keyboard-interactive";
    readonly username: string;
    readonly prompt: (
      name: string,
      instructions: string,
      language: string,
      prompts: readonly Prompt[],
      finish: (answers: string[]) => void,
    ) => void;
  };

/** How far an authentication has come. */
export interface Authentication {
  /** What was offered, in the order it was. */
  readonly tried: readonly string[];
  /** What could not be offered, and why. */
  readonly problems: readonly string[];
  /** The methods that the host would still take, as it last said. */
  readonly accepted: readonly string[] | undefined;
  /** The library's authHandler: gives the next method or `false`. */
  next(accepted: readonly string[] | null, partial: boolean | null): Method | false;
}

/** Plans the authentication of one connection: keys, keyboard-interactive, password; a password is offered once. */
export function authentication(
  settings: Settings,
  identities: Identities,
  context: Pick<ConnectorContext, "ask">,
  ssh2: Ssh2Library,
): Authentication {
  const username = settings.user;
  const tried: string[] = [];
  const problems = [...identities.problems];
  const done = new Set<string>();
  let accepted: readonly string[] | undefined;
  let passwordUsed = false;

  const answer = async (prompt: Prompt): Promise<string> => {
    if (settings.password !== undefined && !prompt.echo && !passwordUsed) {
      passwordUsed = true;
      tried.push("password (keyboard-interactive)");
      return settings.password;
    }
    return await context.ask(`${settings.name}: ${printable(prompt.prompt)} `);
  };
  const interactive: Method = {
    type: "keyboard-interactive",
    username,
    prompt(_name, _instructions, _language, prompts, finish) {
      answerAll(prompts, answer).then(finish, (error) => {
        problems.push(`keyboard-interactive: ${error.message}`);
        finish(prompts.map(() => ""));
      });
    },
  };

  return {
    tried,
    problems,
    get accepted() {
      return accepted;
    },
    next(methods, partial) {
      accepted = methods ?? undefined;
      const open = (method: string) => !done.has(method) && (methods === null || methods.includes(method));
      const take = (method: Method, name: string): Method => {
        done.add(name);
        return method;
      };
      if (identities.keys.length > 0 && open("publickey")) {
        return take({ type: "agent", username, agent: ring(identities.keys, tried, problems, ssh2) }, "publickey");
      }
      // Without a password it makes sense only as the second factor.
      if (open("keyboard-interactive") && !passwordUsed && (settings.password !== undefined || partial)) {
        return take(interactive, "keyboard-interactive");
      }
      if (open("password") && settings.password !== undefined && !passwordUsed) {
        tried.push("password");
        passwordUsed = true;
        return take({ type: "password", username, password: settings.password }, "password");
      }
      // Asks what the host accepts, where nothing else did.
      return methods === null && !done.has("none") ? take({ type: "none", username }, "none") : false;
    },
  };
}

async function answerAll(prompts: readonly Prompt[], answer: (prompt: Prompt) => Promise<string>): Promise<string[]> {
  const answers: string[] = [];
  for (const prompt of prompts) answers.push(await answer(prompt));
  return answers;
}

/** All keys as one agent, which is asked for a signature only when the host knows the key. */
function ring(keys: readonly Identity[], tried: string[], problems: string[], ssh2: Ssh2Library): BaseAgent<ParsedKey> {
  const identityOf = (publicKey: ParsedKey) => keys.find((key) => key.publicKey === publicKey)!;
  class KeyRing extends ssh2.BaseAgent<ParsedKey> {
    getIdentities(done: (error: Error | null, keys?: ParsedKey[]) => void): void {
      tried.push(...keys.map((key) => key.label));
      done(null, keys.map((key) => key.publicKey));
    }
    sign(publicKey: ParsedKey, data: Buffer, options: unknown, done?: unknown): void {
      const identity = identityOf(publicKey);
      const finish = (done ?? options) as (error: Error | null, signature?: Buffer) => void;
      identity.sign(data, (options as { hash?: string }).hash).then(
        (signature) => finish(null, signature),
        (error) => {
          problems.push(`${identity.label}: ${error.message}`);
          finish(error);
        },
      );
    }
  }
  return new KeyRing();
}
