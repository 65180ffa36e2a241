import { OperationError, type OperationHost } from "../../api/mod.ts";
import { Link } from "./facts.ts";

/** The directory of a path; `.` for a bare name. */
export function parentOf(path: string): string {
  return path.replace(/\/+$/, "").replace(/\/?[^/]*$/, "") || (path.startsWith("/") ? "/" : ".");
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.replace(/\/+$/, "").split("/").pop()!;
}

/** A path within a directory. */
export function within(directory: string, name: string): string {
  return `${directory.replace(/\/+$/, "")}/${name}`;
}

/**
 * Where a path leads if its last part is a symbolic link, for tools that would replace the link by a file.
 *
 * @throws {OperationError} for links that lead in a circle
 */
export async function followLinks(path: string, host: OperationHost): Promise<string> {
  let found = path;
  for (let count = 0; count < 40; count++) {
    const link = await host.fact(Link, { path: found });
    if (!link || link.linkTarget === undefined) return found;
    found = link.linkTarget.startsWith("/") ? link.linkTarget : within(parentOf(found), link.linkTarget);
  }
  throw new OperationError(`${path} is a link that leads in a circle`, { hint: "Remove one of the links." });
}

/** A name beside a path that nobody can guess, for a file that takes the path's place when it is complete. */
export function temporaryBeside(path: string, directory: string = parentOf(path)): string {
  return within(directory, `.drover-${crypto.randomUUID().replaceAll("-", "")}`);
}
