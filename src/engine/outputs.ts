import type { CommandOutput } from "../api/mod.ts";
import { type RawOutput, toCommandOutput, whyNoText } from "../session/mod.ts";
import type { Answer } from "./answer.ts";

/** The output of all commands of an operation, as one. */
export function outputOf(outputs: readonly RawOutput[]): CommandOutput {
  const texts = outputs.map(toCommandOutput);
  return {
    stdout: texts.map(({ stdout }) => stdout).join(""),
    stderr: texts.map(({ stderr }) => stderr).join(""),
    code: texts.at(-1)?.code ?? 0,
    stdoutLines: texts.flatMap(({ stdoutLines }) => stdoutLines),
  };
}

/** The same for the answer of the operation. */
export function textsOf(outputs: readonly RawOutput[]): Pick<Answer, "stdout" | "stderr" | "noText"> {
  const noText = outputs.map(({ stdout }) => whyNoText(stdout)).find((why) => why !== undefined);
  const { stdout, stderr } = outputOf(outputs);
  return { stdout, stderr, noText };
}
