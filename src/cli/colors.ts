/** Puts colours around text. */
export interface Colors {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** Colours for a terminal, or none. */
export function makeColors(enabled: boolean): Colors {
  const paint = (open: number, close: number) => (text: string) =>
    enabled ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    cyan: paint(36, 39),
  };
}

/** Whether a stream gets colours: a terminal, and nobody says NO_COLOR (https://no-color.org). */
export function wantsColors(isTerminal: boolean): boolean {
  return isTerminal && !Deno.env.get("NO_COLOR") && Deno.env.get("TERM") !== "dumb";
}

/** Text of a host for a terminal: control characters but tab and newline are shown, not obeyed. */
export function harmless(text: string): string {
  return text.replaceAll(
    /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g,
    (character) => character === "\r" ? "" : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
