// Execution only: a host name of one's own on this machine, by unshare(1).
import { ConnectError, connector, runArgv, spawnFor, z } from "drover/connectors";

export default connector({
  name: "unshare",
  data: () => z.object({ unshareHostname: z.string().optional().describe("The name that the host sees as its own") }),
  async connect({ name, data }, context) {
    const start = spawnFor(context);
    const hostname = data.unshareHostname ?? name;
    const words = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', hostname];
    const tried = await runArgv(start, [...words, "true"]);
    if (tried.code !== 0) {
      throw new ConnectError(`Cannot have the host name ${hostname}: ${tried.stderr.trim()}`, {
        hint: "Only root may do this.",
      });
    }
    return { spawn: (argv, options) => start([...words, ...argv], options) };
  },
});
