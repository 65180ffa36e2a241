/** Values of INI inventories: literals of Python, as Ansible reads them. */

/** The value of a literal, or the text itself where it is none. */
export function pythonLiteral(text: string): unknown {
  try {
    const reader = new LiteralReader(text);
    const value = reader.value();
    return reader.end() ? value : text;
  } catch (error) {
    if (error === NO_LITERAL) return text;
    throw error;
  }
}

const NO_LITERAL = new Error("no literal");
const NUMBER =
  /^[+-]?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|(?:\d[\d_]*)?\.\d+(?:[eE][+-]?\d+)?|\d[\d_]*\.?(?:[eE][+-]?\d+)?)/;
const NAMES: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "0": "\0",
};

class LiteralReader {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  /** Whether nothing but a comment is left. */
  end(): boolean {
    return /^\s*(#.*)?$/.test(this.#rest);
  }

  value(): unknown {
    this.#skip();
    const first = this.#rest[0];
    if (first === "[") return this.#items("[", "]");
    if (first === "(") return this.#tuple();
    if (first === "{") return this.#mapping();
    if (first === '"' || first === "'") return this.#text();
    const name = /^[A-Za-z_]\w*/.exec(this.#rest)?.[0];
    if (name !== undefined && Object.hasOwn(NAMES, name)) {
      this.#rest = this.#rest.slice(name.length);
      return NAMES[name];
    }
    return this.#number();
  }

  #number(): unknown {
    const [text = ""] = NUMBER.exec(this.#rest) ?? [];
    const digits = text.replace(/^[+-]/, "");
    // Python knows no decimal numbers with a leading zero, so a mode such as 0644 is text.
    if (digits === "" || /^0[\d_]*[1-9]/.test(digits) && !/[.eExXoObB]/.test(digits)) throw NO_LITERAL;
    const value = Number(digits.replaceAll("_", "")) * (text.startsWith("-") ? -1 : 1);
    // A number that would lose digits stays text.
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw NO_LITERAL;
    this.#rest = this.#rest.slice(text.length);
    return value;
  }

  #text(): string {
    const [whole, double, single] = /^(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')/.exec(this.#rest) ?? [];
    if (whole === undefined) throw NO_LITERAL;
    this.#rest = this.#rest.slice(whole.length);
    return (double ?? single ?? "").replaceAll(
      /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g,
      (all, two, four, one) => one === undefined ? String.fromCharCode(parseInt(two ?? four, 16)) : ESCAPES[one] ?? all,
    );
  }

  #tuple(): unknown {
    const before = this.#rest;
    const items = this.#items("(", ")");
    const isGroup = items.length === 1 && !/,\s*\)$/.test(before.slice(0, before.length - this.#rest.length));
    return isGroup ? items[0] : items;
  }

  #items(open: string, close: string): unknown[] {
    this.#expect(open);
    const items: unknown[] = [];
    while (!this.#take(close)) {
      items.push(this.value());
      if (this.#take(",")) continue;
      this.#expect(close);
      break;
    }
    return items;
  }

  #mapping(): unknown {
    this.#expect("{");
    const entries: [string, unknown][] = [];
    while (!this.#take("}")) {
      const key = this.value();
      this.#expect(":");
      entries.push([String(key), this.value()]);
      if (this.#take(",")) continue;
      this.#expect("}");
      break;
    }
    return Object.fromEntries(entries);
  }

  #skip(): void {
    this.#rest = this.#rest.trimStart();
  }

  #take(text: string): boolean {
    this.#skip();
    if (!this.#rest.startsWith(text)) return false;
    this.#rest = this.#rest.slice(text.length);
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw NO_LITERAL;
  }
}
