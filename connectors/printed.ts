import { DroverError } from "drover/connectors";

/** Reads JSON that a program has printed. @throws {DroverError} that says which */
export function parsePrinted(text: string, command: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DroverError("inventory", `"${command}" printed no JSON: ${(cause as Error).message}`, {
      hint: `Try "${command}" by hand: it may print something else too.`,
      cause,
    });
  }
}
