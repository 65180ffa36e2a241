// The same as `nimbus.ts`, as an object.
import { ConnectError, connector, z } from "drover/connectors";
import { attach, listVms } from "./nimbus_api.ts";

const data = z.object({
  nimbusId: z.string(),
  nimbusProject: z.string().default("default"),
  nimbusToken: z.string().optional(),
});

export default connector({
  name: "nimbus",
  data,
  async *makeNamesData(tag, context) {
    const token = context.secret(Deno.env.get("NIMBUS_TOKEN") ?? "");
    for await (const vm of listVms({ tag, signal: context.signal, token })) {
      yield {
        name: vm.name,
        data: { nimbusId: vm.id, nimbusProject: vm.project },
        groups: ["@nimbus", ...vm.tags],
      };
    }
  },
  async connect(host, context) {
    const session = await attach(host.data.nimbusId, { signal: context.signal }).catch((cause) => {
      throw new ConnectError(`nimbus: cannot attach to ${host.name}`, { hint: "Is the agent running?", cause });
    });
    return { spawn: (argv, options) => session.exec(argv, options), disconnect: () => session.close() };
  },
});
