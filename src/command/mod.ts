/** Commands as values: quoting, masking, privilege and shell composition, uploads. @module */
export { type ShellArguments, shellArgumentsShape } from "./arguments.ts";
export { type ControlArguments, extractControlArguments, stdinBytes } from "./control.ts";
export { makeUnixCommandForHost, type UnixCommand } from "./for_host.ts";
export { promptHidden } from "./prompt.ts";
export { quote } from "./quote.ts";
export { holdsSecret, MASK, mask, maskDeep, MaskStream, type Secret, secret } from "./secret.ts";
export { join, pathWord, Raw, raw, sh, ShellCommand, type Word } from "./sh.ts";
export * from "./steps.ts";
export { identityOf, makeUnixCommand, type Privilege, privilege, withPrivilege, withShell } from "./unix.ts";
