import { deepStrictEqual, throws } from "node:assert/strict";
import { hostsOfOutputs, parseOutputs } from "./terraform.ts";

const secret = (value: string) => value;
const output = (value: unknown) => ({ sensitive: false, type: "string", value });
const OUTPUTS = {
  drover_inventory: output(["w1", { name: "w2", ssh_hostname: "10.0.0.2", ssh_port: 2222 }, {
    ssh_hostname: "10.0.0.3",
  }]),
  sites: output({ eu: { web: ["w1"], db: [{ name: "d1", size: 3 }] }, "v1.2": ["x"] }),
  password: output("hunter2"),
  broken: output([{ ip: "10.0.0.9" }]),
  nested: output({ web: "w1" }),
};

Deno.test("a list gives hosts by name or by address, with the rest as data", () => {
  deepStrictEqual(hostsOfOutputs(OUTPUTS, undefined, secret), [
    { name: "w1", groups: ["@terraform"] },
    { name: "w2", data: { ssh_hostname: "10.0.0.2", ssh_port: 2222 }, groups: ["@terraform"] },
    { name: "10.0.0.3", data: { ssh_hostname: "10.0.0.3" }, groups: ["@terraform"] },
  ]);
});

Deno.test("an object gives groups; a key leads into it, also one with dots, with and without .value", () => {
  const groups = [{ name: "w1", groups: ["@terraform", "web"] }, {
    name: "d1",
    data: { size: 3 },
    groups: ["@terraform", "db"],
  }];
  deepStrictEqual(hostsOfOutputs(OUTPUTS, "sites.value.eu", secret), groups);
  deepStrictEqual(hostsOfOutputs(OUTPUTS, "sites.eu", secret), groups);
  deepStrictEqual(hostsOfOutputs(OUTPUTS, "sites.value.v1.2", secret).map(({ name }) => name), ["x"]);
  deepStrictEqual(hostsOfOutputs(OUTPUTS, "drover_inventory", secret).length, 3);
});

Deno.test("outputs are read as several versions print them", () => {
  const printed: readonly (readonly [program: string, text: string])[] = [
    // Terraform 0.11: the type is one word.
    ["terraform", '{"drover_inventory":{"sensitive":false,"type":"list","value":["w1"]}}'],
    // Terraform 0.12 to 1.x, and OpenTofu: the type is a structure.
    ["terraform", '{"drover_inventory":{"sensitive":false,"type":["tuple",["string"]],"value":["w1"]}}'],
    [
      "tofu",
      '{\n  "drover_inventory": {\n    "sensitive": true,\n    "type": ["set", "string"],\n    "value": ["w1"]\n  }\n}\n',
    ],
  ];
  for (const [program, text] of printed) {
    deepStrictEqual(hostsOfOutputs(parseOutputs(text, program), undefined, secret), [
      { name: "w1", groups: ["@terraform"] },
    ]);
  }
});

Deno.test("lines that others print around the outputs do not matter", () => {
  const outputs = '{\n  "drover_inventory": {\n    "sensitive": false,\n    "value": ["w1"]\n  }\n}';
  for (
    const text of [
      `There was an error connecting to HCP Terraform. Please do not exit\nTerraform to prevent data loss!\n\n${outputs}\n`,
      `Resolved version from /home/ops/.tenv/Terraform/version : 1.5.0\r\n${outputs}\r\n`,
      `[command]/home/runner/work/_temp/1/terraform-bin output -json -no-color\n${outputs}\n\n::debug::exitcode: 0\n`,
    ]
  ) deepStrictEqual(Object.keys(parseOutputs(text, "terraform")), ["drover_inventory"]);
  deepStrictEqual(parseOutputs("Still trying to restore the connection... (3s elapsed)\n{}\n", "terraform"), {});
  deepStrictEqual(parseOutputs("{}\n::debug::exitcode: 0\n", "terraform"), {});
  throws(() => parseOutputs('note\n{\n  "a": {\n', "tofu"), { message: /"tofu output -json" printed no JSON/ });
});

Deno.test("a missing output is an error with those that there are, or with what to do where there are none", () => {
  throws(() => hostsOfOutputs(OUTPUTS, "servers", secret), {
    message: 'Terraform has no output "servers"',
    hint: /outputs are drover_inventory, sites, password, broken, nested/,
  });
  throws(() => hostsOfOutputs({}, undefined, secret), { hint: /no outputs at all/ });
});

Deno.test("what is no list of hosts is an error with its key and without its value", () => {
  throws(() => hostsOfOutputs(OUTPUTS, "password", secret), {
    message: /Terraform's password is a string, expected a li/,
  });
  throws(() => hostsOfOutputs(OUTPUTS, "broken", secret), {
    message: /broken\[0\] has neither "name" nor "ssh_hostname"/,
  });
  throws(() => hostsOfOutputs(OUTPUTS, "nested", secret), { message: /nested\.web is a string/ });
  throws(() => parseOutputs("Error", "tofu"), { message: /"tofu output -json" printed no JSON/ });
  throws(() => parseOutputs("[]", "tofu"), { message: /printed a list, not an object/ });
});

Deno.test("passwords among the data are masked", () => {
  const masked: string[] = [];
  hostsOfOutputs({ x: output([{ name: "a", ssh_password: "p1", size: "big" }]) }, "x", (value) => {
    masked.push(value);
    return value;
  });
  deepStrictEqual(masked, ["p1"]);
});
