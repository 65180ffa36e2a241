import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { Which } from "../server/facts.ts";
import { word } from "../word.ts";
import { SEPort, SEPorts } from "./facts.ts";

const args = () =>
  z.object({
    protocol: z.enum(["tcp", "udp", "dccp", "sctp"]).describe("the protocol"),
    portNum: z.int().min(0).max(65535).describe("the port's number"),
    seType: word().optional().describe("its type, as `http_port_t`; needed unless it is removed"),
    present: z.boolean().default(true).describe("whether it shall have a type of its own"),
  });

/** Sets the type of a port in SELinux. */
export const port: Operation<Arguments<typeof args>> = operation(
  {
    module: "selinux",
    name: "port",
    doc: "Sets or removes the type that SELinux has for a port. Linux with SELinux and semanage; as root.",
    args,
    invalidates: ["selinux"],
  },
  async function* ({ protocol, portNum, seType, present }, host) {
    if (present && seType === undefined) {
      throw new OperationError("Cannot set the type of a port without seType", {
        hint: "Give seType, or present: false.",
      });
    }
    const [sepolicy, asked] = await Promise.all([
      host.fact(Which, { command: "sepolicy" }),
      host.fact(SEPort, { protocol, port: portNum }),
    ]);
    // The list of all ports takes long, and is read only where nothing tells of the one.
    const type = sepolicy ? asked : (await host.fact(SEPorts))[protocol]?.[portNum] ?? "";
    const wanted = present ? seType! : "";
    if (type === wanted) {
      return host.noop(`setype for '${protocol}/${portNum}' is already ${present ? `'${seType}'` : "unset"}`);
    }
    yield present
      ? sh`semanage port ${type === "" ? "-a" : "-m"} -t ${seType!} -p ${protocol} ${portNum}`
      : sh`semanage port -d -p ${protocol} ${portNum}`;
  },
);
