import { deepStrictEqual } from "node:assert/strict";
import { OperationError, sh } from "../../src/api/mod.ts";
import type { OperationPlan } from "../../src/testing/mod.ts";
import type { Json, JsonObject } from "./cases.ts";
import { deviationOf } from "./deviations.ts";
import { expectedSteps } from "./steps.ts";

const subject = (ours: string, facts: JsonObject = {}) =>
  ({ kind: "operation", theirs: ours, ours, args: {}, facts, platforms: [] }) as const;

/** The rule that lets commands stand for others. */
function rule(ours: string, expected: Json[], found: Json[], facts?: JsonObject): string | undefined {
  const [theirs, steps] = [expectedSteps(expected), expectedSteps(found)];
  const plan = { steps: [sh`x`], commands: [] } as unknown as OperationPlan;
  return deviationOf({ ...subject(ours, facts), about: "commands", expected: theirs, found: steps, plan })?.name;
}

Deno.test("a refusal may stand for a tap that says nothing and a repository of None, for nothing else", () => {
  const refusal = (ours: string, expected: Json[], found: unknown = new OperationError("x")) =>
    deviationOf({ ...subject(ours), about: "refusal", expected: expectedSteps(expected), noop: "x", found })?.name;
  const none = ["upload", "[a]\nbaseurl=None\n", "/etc/yum.repos.d/a.repo"];
  deepStrictEqual(refusal("brew.tap", []), "a mistake is refused");
  deepStrictEqual(refusal("yum.repo", [none]), "a mistake is refused");
  deepStrictEqual(refusal("brew.tap", ["brew tap a/b"]), undefined);
  deepStrictEqual(refusal("brew.tap", [], new TypeError("x")), undefined);
  deepStrictEqual(refusal("yum.repo", [["upload", "[a]\nbaseurl=x\n", "/a"]]), undefined);
});

Deno.test("a tap may be there by another name, and only then need no command", () => {
  const name = "a tap by any of its names";
  deepStrictEqual(rule("brew.tap", ["brew tap a/homebrew-b"], [], { "brew.BrewTaps": ["a/b"] }), name);
  deepStrictEqual(rule("brew.tap", ["brew tap a/b.git u"], ["brew tap a/b u"]), name);
  deepStrictEqual(rule("brew.tap", ["brew tap a/b"], [], { "brew.BrewTaps": ["a/c"] }), undefined);
  deepStrictEqual(rule("brew.tap", ["brew tap a/b"], ["brew tap a/c"]), undefined);
});

Deno.test("Chocolatey may be installed by PowerShell, and take versions as options", () => {
  const fetch = `DownloadString("https://chocolatey.org/install.ps1")`;
  deepStrictEqual(
    rule("choco.install", [`iex (${fetch})`], [`powershell.exe -Command '${fetch}'`]),
    "Chocolatey from a POSIX shell",
  );
  deepStrictEqual(rule("choco.install", [`iex (${fetch})`], ["powershell.exe -Command x"]), undefined);
  const pinned = ["choco install -y b", "choco upgrade -y a --version 1.0 --allow-downgrade"];
  deepStrictEqual(rule("choco.packages", ["choco install -y a:1.0 b"], pinned), "Chocolatey's versions and upgrades");
  deepStrictEqual(rule("choco.packages", ["choco install -y a:2.0 b"], pinned), undefined);
  deepStrictEqual(
    rule("choco.packages", ["choco update -y A"], ["choco upgrade -y a"]),
    "Chocolatey's versions and upgrades",
  );
});

Deno.test("gem may be told to ask nothing, about the same gems", () => {
  deepStrictEqual(
    rule("gem.packages", ["gem uninstall a"], ["gem uninstall --all --executables a"]),
    "gem asks nothing",
  );
  deepStrictEqual(rule("gem.packages", ["gem uninstall b"], ["gem uninstall --all --executables a"]), undefined);
});

Deno.test("the manager may install the file that rpm would", () => {
  const name = "package files by the manager";
  deepStrictEqual(rule("dnf.rpm", ["rpm -i a.rpm"], ["dnf install -y ./a.rpm"]), name);
  deepStrictEqual(rule("dnf.rpm", ["rpm -i a.rpm"], ["dnf install -y ./b.rpm"]), undefined);
  const expected = [
    "mv _tempfile_ _tempfile_.rpm",
    "rpm -q `rpm -qp _tempfile_.rpm` 2> /dev/null || rpm -i _tempfile_.rpm",
  ];
  const found = ["mv /c/x /c/y.rpm", 'rpm -q "$(rpm -qp /c/y.rpm)" 2> /dev/null || yum install -y /c/y.rpm'];
  deepStrictEqual(rule("yum.rpm", expected, found), name);
  deepStrictEqual(rule("yum.rpm", expected, found.slice(1)), undefined);
});

Deno.test("lists may stay where nothing is installed, and only there", () => {
  const name = "package lists where they are needed";
  deepStrictEqual(rule("opkg.packages", ["opkg update", "opkg remove a"], ["opkg remove a"]), name);
  deepStrictEqual(rule("opkg.packages", ["opkg update"], []), name);
  deepStrictEqual(rule("opkg.packages", ["opkg update", "opkg install a"], ["opkg install a"]), undefined);
});

Deno.test("versions may be left out of removals, and force be added to another version", () => {
  deepStrictEqual(
    rule("npm.packages", ["npm uninstall -g @s/a@1.1 b"], ["npm uninstall -g @s/a b"]),
    "removed by name",
  );
  deepStrictEqual(rule("uv.tools", ["uv tool uninstall a==1.1"], ["uv tool uninstall a"]), "removed by name");
  deepStrictEqual(rule("npm.packages", ["npm install -g a@1.1"], ["npm install -g a"]), undefined);
  deepStrictEqual(
    rule("pipx.packages", ["pipx install a==2"], ["pipx install --force a==2"]),
    "another version needs force",
  );
  deepStrictEqual(rule("pipx.packages", ["pipx install a==2"], ["pipx install --force a==3"]), undefined);
});

Deno.test("snaps may come one by one, with the same options", () => {
  const expected = ["snap install --classic a b --channel=x/y"];
  const found = (last: string) => ["snap install --classic a --channel=x/y", last];
  deepStrictEqual(
    rule("snap.package", expected, found("snap install --classic b --channel=x/y")),
    "one snap at a time",
  );
  deepStrictEqual(rule("snap.package", expected, found("snap install b --channel=x/y")), undefined);
});

Deno.test("pkgin may upgrade single packages by installing them, all of them only by upgrade", () => {
  const name = "single packages by pkgin install";
  deepStrictEqual(rule("pkgin.packages", ["pkgin -y upgrade a"], ["pkgin -y install a"]), name);
  deepStrictEqual(rule("pkgin.packages", ["pkgin -y upgrade"], ["pkgin -y install"]), undefined);
});
