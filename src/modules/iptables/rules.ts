/** A rule as iptables has it; `not…` is what it must not be. */
export interface IptablesRule {
  readonly chain: string;
  /** The target. */
  readonly jump?: string;
  readonly notJump?: string;
  readonly protocol?: string;
  readonly notProtocol?: string;
  readonly source?: string;
  readonly notSource?: string;
  readonly destination?: string;
  readonly notDestination?: string;
  readonly inInterface?: string;
  readonly notInInterface?: string;
  readonly outInterface?: string;
  readonly notOutInterface?: string;
  readonly toDestination?: string;
  readonly toSource?: string;
  readonly toPorts?: string;
  readonly logPrefix?: string;
  /** All other words of the rule, in their order, without quotes. */
  readonly extras?: readonly string[];
}

const OPTIONS: ReadonlyMap<string, string> = new Map([
  ["-A", "chain"],
  ["-j", "jump"],
  ["-p", "protocol"],
  ["-s", "source"],
  ["-d", "destination"],
  ["-i", "inInterface"],
  ["-o", "outInterface"],
  ["--to-destination", "toDestination"],
  ["--to-source", "toSource"],
  ["--to-ports", "toPorts"],
  ["--log-prefix", "logPrefix"],
]);

/** Options that take any text: what follows them is no option, whatever it looks like. */
const TEXTS = ["--comment", "--nflog-prefix", "--ulog-prefix", "--string", "--hex-string"];

interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Reads a line of `iptables-save` that starts with `-A`. */
export function parseRule(line: string): IptablesRule {
  const words = wordsOf(line);
  const rule: Record<string, string> = {};
  const extras: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const isNegated = words[index]!.text === "!" && !words[index]!.isQuoted;
    const option = words[isNegated ? index + 1 : index];
    const field = option !== undefined && !option.isQuoted ? OPTIONS.get(option.text) : undefined;
    if (field === undefined) {
      const { text, isQuoted } = words[index]!;
      extras.push(text);
      const value = words[index + 1];
      if (!isQuoted && TEXTS.includes(text) && value !== undefined) extras.push(value.text), index++;
      continue;
    }
    index += isNegated ? 2 : 1;
    const value = words[index];
    if (value === undefined) throw new Error(`expected a value after ${option!.text}, found ${JSON.stringify(line)}`);
    rule[isNegated ? `not${field[0]!.toUpperCase()}${field.slice(1)}` : field] = value.text;
  }
  if (rule.chain === undefined) throw new Error(`expected a rule, found ${JSON.stringify(line)}`);
  return { ...rule, chain: rule.chain, ...extras.length && { extras } };
}

/** Parts words at spaces; within double quotes a backslash takes what follows as it is. */
function wordsOf(line: string): Word[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/gs)].map(([word, quoted]) => ({
    text: quoted?.replace(/\\(.)/gs, "$1") ?? word,
    isQuoted: quoted !== undefined,
  }));
}
