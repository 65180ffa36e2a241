import { raw } from "../../api/mod.ts";

/** Adds the directories of system programs, which a plain user's `PATH` may lack; for a subshell. */
export const SYSTEM_PATH = raw('PATH="$PATH:/usr/sbin:/sbin"');
