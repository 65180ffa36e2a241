import type { Given } from "./answers.ts";

/** Tells what one of our facts gives from what a case says of pyinfra's, where pyinfra has no such fact. */
export interface Bridge {
  /** Our fact, as `files.FileContents`. */
  readonly fact: string;
  /** Its value; `undefined` where the case does not tell. */
  readonly answer: (args: Record<string, unknown>, given: Given) => unknown;
}

export const bridges: readonly Bridge[] = [
  // Most cases leave out that they were recorded for Linux.
  { fact: "server.Kernel", answer: () => "Linux" },
  // pyinfra looks for "xbps", which is the name of the package and not of a program.
  {
    fact: "server.Which",
    answer: ({ command }, given) => command === "xbps-install" ? given("server.Which", { command: "xbps" }) : undefined,
  },
  // pyinfra asks for the directory with its owner and times.
  { fact: "files.IsDirectory", answer: ({ path }, given) => Boolean(given("files.Directory", { path })) },
  { fact: "server.Date", answer: () => new Date() },
];
