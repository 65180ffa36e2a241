/** The exit code that the ends of hosts give; 0 where nothing is wrong with them. */
export function codeOfStates(states: readonly string[]): 0 | 1 | 4 | 130 {
  const tookPart = states.filter((state) => state !== "left out");
  if (tookPart.includes("unfinished")) return 130;
  if (tookPart.length > 0 && tookPart.every((state) => state === "unreachable")) return 4;
  return tookPart.some((state) => state === "failed" || state === "unreachable") ? 1 : 0;
}
