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

const OPTIONS: Readonly<Record<string, string>> = {
  "-A": "chain",
  "-j": "jump",
  "-p": "protocol",
  "-s": "source",
  "-d": "destination",
  "-i": "inInterface",
  "-o": "outInterface",
  "--to-destination": "toDestination",
  "--to-source": "toSource",
  "--to-ports": "toPorts",
  "--log-prefix": "logPrefix",
};

/** Reads a line of `iptables-save` that starts with `-A`. */
export function parseRule(line: string): IptablesRule {
  const words = wordsOf(line);
  const rule: Record<string, string> = {};
  const extras: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const isNegated = words[index] === "!";
    const option = words[isNegated ? index + 1 : index] ?? "";
    const field = Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined;
    if (field === undefined) {
      extras.push(words[index]!);
      continue;
    }
    index += isNegated ? 2 : 1;
    if (words[index] === undefined) throw new Error(`expected a value after ${option}, found ${JSON.stringify(line)}`);
    rule[isNegated ? `not${field[0]!.toUpperCase()}${field.slice(1)}` : field] = words[index]!;
  }
  if (rule.chain === undefined) throw new Error(`expected a rule, found ${JSON.stringify(line)}`);
  return { ...rule, chain: rule.chain, ...extras.length && { extras } };
}

/** Parts words at spaces; within double quotes a backslash takes what follows as it is. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g)].map(([word, quoted]) =>
    quoted?.replace(/\\(.)/g, "$1") ?? word
  );
}
