/**
 * `@openssh/NAME`: a host that is reached by the system's `ssh`, and so by everything that it can do: certificates, FIDO keys,
 * Kerberos, whatever the ssh config says.
 *
 * @module
 */
import { homedir } from "node:os";
import { type AnyConnector, connector, UsageError } from "drover/connectors";
import { dataSchema } from "../ssh/data.ts";

/** Runs on hosts that are reached by the system's `ssh`. */
const openssh: AnyConnector = connector({
  name: "openssh",
  prefix: "ssh",
  data: dataSchema,
  makeNamesData(argument) {
    if (argument === undefined || argument === "") {
      throw new UsageError("Cannot use @openssh alone: it does not say which host", { hint: "Write @openssh/NAME." });
    }
    return [{ name: argument }];
  },
  async connect(host, context) {
    const { sshPassword, sshKeyPassword } = host.data;
    for (const password of [sshPassword, sshKeyPassword]) if (password !== undefined) context.secret(password);
    const { connectOpenSsh } = await import("./connect.ts");
    return await connectOpenSsh(host, homedir(), context);
  },
});

export default openssh;
