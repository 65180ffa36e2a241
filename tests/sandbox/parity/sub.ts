import { type Deploy, deploy, server, z } from "drover";

const data = z.object({ extra: z.string().default("none"), port: z.number() });

export default deploy("Sub", { data }, (host) => {
  server.shell({ commands: `echo sub ${host.data.extra} ${host.data.port}` });
});

/** A deploy with arguments. */
export const inner: Deploy<{ n: number }> = deploy(
  "Inner",
  { args: z.object({ n: z.number() }), with: { _env: { A: "1" } }, hosts: "web" },
  (_host, { n }) => {
    server.shell({ commands: `echo inner ${n} $A` });
  },
);
