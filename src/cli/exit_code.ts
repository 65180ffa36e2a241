import { DroverError } from "../api/mod.ts";
/** The exit code that the ends of hosts give; 0 where nothing is wrong with them. */
export function codeOfStates(states: readonly string[]): 0 | 1 | 4 | 130 {
  const tookPart = states.filter((state) => state !== "left out");
  if (tookPart.includes("unfinished")) return 130;
  if (tookPart.length > 0 && tookPart.every((state) => state === "unreachable")) return 4;
  return tookPart.some((state) => state === "failed" || state === "unreachable") ? 1 : 0;
}

/** The exit code for what ended the program: 2 for what its user wrote, 130 for an interrupt, else 1. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof DroverError)) return 1;
  if (error.code === "usage" || error.code === "load" || error.code === "inventory") return 2;
  return error.code === "interrupted" ? 130 : 1;
}
