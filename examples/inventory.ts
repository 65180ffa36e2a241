/**
 * Hosts in groups, with data. A password comes from sops, once per run, and is masked wherever it would be shown.
 *
 *     drover examples/inventory.ts debug-inventory
 *
 * @module
 */
import { type InventorySpec, secret } from "drover";

// An inventory is a program: what stands at its top level runs once per run, and may wait.
const password = await secret.command("sops", "-d", "--extract", '["db"]["password"]', "secrets.yaml");

export default {
  data: { ssh_user: "ops", env: "production", domain: "example.net" },
  groups: {
    web: {
      // A host is a name, or a name with data of its own.
      hosts: ["web1.example.net", "web2.example.net", ["web3.example.net", { weight: 2 }]],
      data: {
        appPort: 8080,
        vhosts: [{ name: "shop", root: "/srv/shop" }, { name: "blog", root: "/srv/blog" }],
        // A secret fits wherever a string does; text that is made of one is a secret too.
        databaseUrl: secret`postgres://app:${password}@db1.example.net/shop`,
      },
    },
    db: {
      hosts: [["db1.example.net", { role: "primary" }], ["db2.example.net", { role: "replica" }]],
      data: { dbPassword: password },
    },
    lb: ["lb1.example.net", { name: "lb2.example.net", data: { standby: true } }],
    // A group may be made of others.
    "eu-west": { children: ["web", "lb"], data: { ntp: "eu.pool.ntp.org" } },
  },
} satisfies InventorySpec;
