import { deepStrictEqual } from "node:assert/strict";
import { bedTest, run } from "../bed/mod.ts";
import { KILL_GROUP } from "../../src/session/kill_group.ts";

/**
 * In a PID namespace of its own, whose processes stay in the group of the one that made it, as those of `incus exec` do:
 * a shell with a command, and beside it the script. Prints what is left outside and inside.
 */
const IN_NAMESPACE = `
sleep 1000 >/dev/null 2>&1 & outside=$!
unshare --pid --fork --mount-proc "$0" -c '
  "$0" -c "sleep 1000 & wait; exit" & shell=$!
  "$0" -c "sleep 1000" & other=$!
  until [ "$(cat /proc/$shell/task/$shell/children)" ]; do sleep 0.01; done
  child=$(cat /proc/$shell/task/$shell/children)
  "$0" -c "$1" "$0" "$shell" TERM "" ""
  for process in $shell $child; do
    until grep -q "^State:.Z" /proc/$process/status 2>/dev/null || ! [ -e /proc/$process ]; do sleep 0.01; done
  done
  kill -0 $other && echo the other inside is there
' "$0" "$1"
kill $outside && echo what is outside is there
`;

for (const shell of ["dash", "bash"]) {
  bedTest(
    `a signal to a group whose leader is outside of the namespace stays within the process, by ${shell}`,
    async () => {
      const said = await run([
        "setsid",
        "--wait",
        "timeout",
        "--foreground",
        "10",
        shell,
        "-c",
        IN_NAMESPACE,
        shell,
        KILL_GROUP,
      ]);
      deepStrictEqual(said.trim().split("\n"), ["the other inside is there", "what is outside is there"]);
    },
  );
}
