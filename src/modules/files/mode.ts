/**
 * What a file's mode becomes by `chmod MODE`, as octal digits. A symbolic clause without `ugo` counts for all three,
 * as with the usual umask.
 *
 * @param present the present mode as octal digits
 * @param wished octal digits, or symbolic clauses as `u+x,go-w` (chmod, POSIX XCU)
 */
export function modeAfter(present: string, wished: string, isDirectory = false): string {
  if (/^[0-7]+$/.test(wished)) return wished.replace(/^0+(?=\d)/, "");
  let bits = parseInt(present || "0", 8);
  for (const clause of wished.split(",")) {
    const [, who = "", actions = ""] = /^([ugoa]*)(.*)$/.exec(clause)!;
    for (const [, sign, letters] of actions.matchAll(/([+=-])([rwxXstugo]*)/g)) {
      const affected = who === "" || who.includes("a") ? "ugo" : who;
      const mask = [...affected].reduce((sum, one) => sum | MASKS[one as Who], 0);
      const change = bitsOf(letters!, affected, bits, isDirectory);
      if (sign === "+") bits |= change;
      else if (sign === "-") bits &= ~change;
      else bits = bits & ~(mask & 0o777) | change;
    }
  }
  return bits.toString(8);
}

type Who = "u" | "g" | "o";
const MASKS: Record<Who, number> = { u: 0o4700, g: 0o2070, o: 0o1007 };
const SHIFTS: Record<Who, number> = { u: 6, g: 3, o: 0 };

function bitsOf(letters: string, affected: string, present: number, isDirectory: boolean): number {
  let bits = 0;
  for (const who of affected as Iterable<Who>) {
    const shift = SHIFTS[who];
    for (const letter of letters) {
      if (letter === "r") bits |= 4 << shift;
      else if (letter === "w") bits |= 2 << shift;
      else if (letter === "x") bits |= 1 << shift;
      else if (letter === "X" && (isDirectory || present & 0o111)) bits |= 1 << shift;
      else if (letter === "s" && who !== "o") bits |= who === "u" ? 0o4000 : 0o2000;
      else if (letter === "t" && who === "o") bits |= 0o1000;
      else if (letter in SHIFTS) bits |= (present >> SHIFTS[letter as Who] & 7) << shift;
    }
  }
  return bits;
}
