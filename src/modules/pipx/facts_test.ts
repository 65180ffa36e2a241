import { deepStrictEqual } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { PipxEnvironment } from "./facts.ts";

Deno.test("PipxEnvironment tells what pipx uses, whatever the user has set", () => {
  // pipx 1.1, and 1.5 with PIPX_HOME set.
  deepStrictEqual(processFact(PipxEnvironment, "PIPX_HOME=/home/a/.local/pipx\nPIPX_BIN_DIR=/home/a b/.local/bin"), {
    PIPX_HOME: "/home/a/.local/pipx",
    PIPX_BIN_DIR: "/home/a b/.local/bin",
  });
  const output = `Environment variables (set by user):

PIPX_HOME=/opt/pipx
PIPX_BIN_DIR=
PIPX_DEFAULT_PYTHON=

Derived values (computed by pipx):

PIPX_HOME=/opt/pipx
PIPX_BIN_DIR=/root/.local/bin
PIPX_DEFAULT_PYTHON=/usr/bin/python3
USE_EMOJI=true`;
  deepStrictEqual(processFact(PipxEnvironment, output), {
    PIPX_HOME: "/opt/pipx",
    PIPX_BIN_DIR: "/root/.local/bin",
    PIPX_DEFAULT_PYTHON: "/usr/bin/python3",
    USE_EMOJI: "true",
  });
});
