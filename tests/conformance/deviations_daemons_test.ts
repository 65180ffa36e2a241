import { deepStrictEqual } from "node:assert/strict";
import { deviationOf } from "./deviations.ts";
import { expectedSteps } from "./steps.ts";
import type { Json } from "./cases.ts";

/** The rule that explains one command in place of another. */
function rule(ours: string, expected: string[], found: string[], args: { [name: string]: Json } = {}) {
  const plan = { commands: found, steps: [], noop: "x", diffs: [], warnings: [], value: undefined };
  return deviationOf({
    kind: "operation",
    theirs: ours,
    ours,
    args,
    facts: {},
    platforms: [],
    about: "commands",
    expected: expectedSteps(expected),
    found: expectedSteps(found),
    plan,
  })?.name;
}

Deno.test("options may come in another order, not with other values", () => {
  const name = "options in another order";
  const docker = "docker network create web -d bridge --attachable --subnet 10.0.0.0/8";
  deepStrictEqual(
    rule("docker.network", [docker], ["docker network create web --subnet 10.0.0.0/8 -d bridge --attachable"]),
    name,
  );
  deepStrictEqual(
    rule("docker.network", [docker], ["docker network create web --subnet bridge -d 10.0.0.0/8 --attachable"]),
    undefined,
  );
  const iptables = "iptables -t nat -A OUTPUT ! -s 10.0.0.1 -d 10.0.0.2 -j ACCEPT";
  deepStrictEqual(
    rule("iptables.rule", [iptables], ["iptables -t nat -A OUTPUT -d 10.0.0.2 ! -s 10.0.0.1 -j ACCEPT"]),
    name,
  );
  deepStrictEqual(
    rule("iptables.rule", [iptables], ["iptables -t nat -A OUTPUT -s 10.0.0.1 ! -d 10.0.0.2 -j ACCEPT"]),
    undefined,
  );
});

Deno.test("supervisorctl may be wrapped, and puppet's exit code be told in another way", () => {
  const wrapped = (call: string) =>
    `output=$(${call}) || test "$?" -eq 0 || { printf "%s\\n" "$output" >&2; exit 1; }; printf "%s\\n" "$output"`;
  const name = "failures of supervisorctl are said as such";
  deepStrictEqual(
    rule("supervisorctl.process", ["supervisorctl start web"], [wrapped("supervisorctl start web")]),
    name,
  );
  deepStrictEqual(
    rule("supervisorctl.process", ["supervisorctl stop web"], [wrapped("supervisorctl start web")]),
    undefined,
  );
  deepStrictEqual(rule("puppet.agent", ["puppet agent -t || [ $? == 2 ]"], ["puppet agent -t"]), "exit code of puppet");
  deepStrictEqual(rule("puppet.agent", ["puppet agent -t || [ $? == 2 ]"], ["puppet agent"]), undefined);
});

Deno.test("statements of databases may be quoted and given in another way, not be others", () => {
  const name = "statements quoted, passwords in no process list";
  const user = 'mysql -u"root" -p"pw" -Be \'CREATE USER "a"@"b" IDENTIFIED BY "x"\'';
  const ours = (statement: string, password = "pw") =>
    `{ printf '%s\\n' '[client]' 'password="${password}"'; } | { printf '%s\\n' ${statement} | HOME=/dev/null mysql --defaults-extra-file=/dev/fd/3 --user=root --batch; } 3<&0`;
  deepStrictEqual(rule("mysql.user", [user], [ours("'CREATE USER `a`@`b` IDENTIFIED BY \"x\"'")]), name);
  deepStrictEqual(rule("mysql.user", [user], [ours("'CREATE USER `a`@`c` IDENTIFIED BY \"x\"'")]), undefined);
  deepStrictEqual(rule("mysql.user", [user], [ours("'CREATE USER `a`@`b` IDENTIFIED BY \"x\"'", "other")]), undefined);
  deepStrictEqual(rule("postgres.load", ["psql -d a -U root < f"], ["psql -Xw --username=root --dbname=a < f"]), name);
  deepStrictEqual(
    rule("postgres.load", ["psql -d a -U root < f"], ["psql -Xw --username=root --dbname=b < f"]),
    undefined,
  );
  const revoke = `mysql -Be 'REVOKE USAGE ON *.* FROM "a"@"b"'`;
  deepStrictEqual(rule("mysql.privileges", [revoke, "mysql -Be 'FLUSH PRIVILEGES'"], []), "no privilege is none");
  deepStrictEqual(rule("mysql.privileges", [revoke.replace("USAGE", "SELECT")], []), undefined);
});
