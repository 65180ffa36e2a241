import type { Command, Ownership } from "../../api/mod.ts";
import { directory } from "./directory.ts";
import { parentOf } from "./path.ts";

/** Makes the directory that a path goes to; one that is there stays as it is. */
export async function* makeParent(
  path: string,
  { user, group }: Ownership,
): AsyncGenerator<Command, void, void> {
  if (!path.includes("/")) return;
  yield* directory.inner({ path: parentOf(path), user, group, _noCheckOwnerMode: true, _noFailOnLink: true });
}
