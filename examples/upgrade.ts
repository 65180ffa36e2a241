/**
 * A new version of a service without an outage: fetched everywhere, the database migrated once, then host after host
 * taken out of the load balancers, restarted, checked, and put back; one that is not well is rolled back.
 *
 * It takes an argument, so another script calls it: see upgrade_v2.ts.
 *
 * @module
 */
import { attempt, call, deploy, git, on, once, rolling, server, systemd, z } from "drover";

const data = z.object({
  appPort: z.number().default(8080),
  pause: z.number().default(30).describe("seconds between two batches"),
  healthTries: z.number().default(30),
  healthDelay: z.number().default(2).describe("seconds between two tries"),
});
const args = z.object({ version: z.string().regex(/^v\d+\.\d+/) });

export default deploy(
  "Upgrade shop",
  { hosts: "web", data, args, with: { _sudo: true } },
  async (host, { version }) => {
    const code = git.repo({ src: "https://git.example.net/shop.git", dest: `/srv/shop-${version}`, branch: version });

    // Waits until every host of the run is here; a failure stops every host.
    await once("Migrate database", () => {
      server.shell({ commands: `/srv/shop-${version}/bin/migrate`, _if: code.didChange });
    });

    const balancers = host.inventory.group("lb");
    await rolling(
      "Switch over",
      { batch: [1, "25%"], maxFailures: 0, pause: host.data.pause },
      () =>
        attempt(`Switch ${host.name}`, {
          block: async () => {
            for (const balancer of balancers) {
              on(balancer, () => server.shell({ name: "Drain", commands: `lbctl drain ${host.name}` }));
            }
            systemd.service({ service: "shop", restarted: true });
            const health = call({
              name: "Health check",
              _retries: host.data.healthTries,
              _retryDelay: host.data.healthDelay,
              _retryUntil: (output) => output.stdout.trim() === "200",
              run: async ({ signal, log }) => {
                const { status } = await fetch(`http://${host.name}:${host.data.appPort}/health`, { signal });
                log(String(status));
                return status;
              },
            });
            // The plan ends here for this block: what the check says is known after apply.
            const status: number = await health.value;
            server.shell({ name: "Note the version", commands: `echo ${version} ${status} >/srv/shop-version` });
          },
          rescue: (error) => {
            server.shell({ name: `Roll back after ${error.operation}`, commands: "/srv/shop/bin/rollback" });
          },
          always: () => {
            for (const balancer of balancers) {
              on(balancer, () => server.shell({ name: "Enable", commands: `lbctl enable ${host.name}` }));
            }
          },
        }),
    );
  },
);
