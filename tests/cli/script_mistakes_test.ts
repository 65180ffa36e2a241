import { afterMarker, checkMistakes, type Mistake } from "./mistake.ts";

const SCRIPTS = {
  "operation.ts": afterMarker(`files.flie({ path: "x" });`),
  "operation_awaited.ts": afterMarker(`await server.shell({ commands: "true" }).changed; files.flie({ path: "x" });`),
  "argument.ts": afterMarker(`files.file({ pth: "x" });`),
  "type.ts": afterMarker(`files.file({ path: "x", mode: "rw" });`),
  "global.ts": afterMarker(`files.file({ path: "x", _sudoo: true });`),
  "condition.ts": afterMarker(`files.file({ path: "x", _if: undefined });`),
  "swallowed.ts": afterMarker(`try { files.file({ pth: "x" }); } catch { /* gone */ }`),
  "fact.ts": afterMarker(`await host.fact(server.LinuxNmae);`),
  "fact_argument.ts": afterMarker(`await host.fact(files.File, { pth: "x" });`),
  "fact_global.ts": afterMarker(`await host.fact(server.LinuxName, { _sudoo: true });`),
  "group.ts": afterMarker(`host.inventory.group("weeb");`),
  "variable.ts": afterMarker(`systemd.service({ service: "x" });`),
  "missing_template.ts": afterMarker(`files.template({ src: "site.eat", dest: "x" });`),
  "missing_source.ts": afterMarker(`files.put({ src: "nothing/there.txt", dest: "x" });`),
  "undefined_eta.ts": afterMarker(`files.template({ src: "site.eta", dest: "x", data: { prot: 1 } });`),
  "undefined_jinja.ts": afterMarker(`files.template({ src: "site.j2", dest: "x" });`),
  "site.eta": "first\nport = <%= it.port %>\n",
  "site.j2": "first\nport = {{ port }}\n",
};

const MISTAKES: readonly Mistake[] = [
  {
    what: "an unknown operation",
    args: ["@local", "operation.ts", "-y"],
    says: [/files\.flie is not a function/, /operation\.ts:4:9/, /did you mean "files\.file"/],
  },
  {
    what: "an unknown operation behind one that the plan cannot follow",
    args: ["@local", "operation_awaited.ts", "-y"],
    says: [/files\.flie is not a function/, /operation_awaited\.ts:4:\d+/],
  },
  {
    what: "an unknown argument",
    args: ["@local", "argument.ts", "-y"],
    says: [/files\.file: .*no argument "pth"; did you mean "path"\?/, /argument\.ts:4:9/],
  },
  {
    what: "an argument of a wrong kind",
    args: ["@local", "type.ts", "-y"],
    says: [/files\.file: argument "mode": expected octal digits .*found "rw"/, /type\.ts:4:9/],
  },
  {
    what: "an unknown global argument",
    args: ["@local", "global.ts", "-y"],
    says: [/no global argument "_sudoo"; did you mean "_sudo"\?/, /global\.ts:4:9/],
  },
  {
    what: "a condition that is undefined",
    args: ["@local", "condition.ts", "-y"],
    says: [/argument "_if" is present but undefined/, /condition\.ts:4:9/],
  },
  {
    what: "a wrong argument that the script hides",
    args: ["@local", "swallowed.ts", "-y"],
    says: [/no argument "pth"/, /swallowed\.ts:4:15/],
  },
  {
    what: "an unknown fact",
    args: ["@local", "fact.ts", "-y"],
    says: [/host\.fact: expected a fact, found undefined/, /fact\.ts:4:14/],
  },
  {
    what: "an unknown argument of a fact",
    args: ["@local", "fact_argument.ts", "-y"],
    says: [/files\.File: .*no argument "pth"; did you mean "path"\?/, /fact_argument\.ts:4:14/],
  },
  {
    what: "an unknown global argument of a fact",
    args: ["@local", "fact_global.ts", "-y"],
    says: [/no global argument "_sudoo" of facts; did you mean "_sudo"\?/, /fact_global\.ts:4:14/],
  },
  {
    what: "an unknown group",
    args: ["@local", "group.ts", "-y"],
    says: [/No group "weeb" in the inventory/, /group\.ts:4:18/],
  },
  {
    what: "a module that is not imported",
    args: ["@local", "variable.ts", "-y"],
    says: [/systemd is not defined/, /variable\.ts:4:3/, /import \{ systemd \} from "drover"/],
  },
  {
    what: "a missing template",
    args: ["@local", "missing_template.ts", "-y"],
    says: [/No such file: .*\/site\.eat; did you mean "site\.eta"\?/, /missing_template\.ts:4:9/],
  },
  {
    what: "a missing source",
    args: ["@local", "missing_source.ts", "-y"],
    says: [/No such file: .*\/nothing\/there\.txt/, /missing_source\.ts:4:9/],
  },
  {
    what: "an undefined variable in an Eta template",
    args: ["@local", "undefined_eta.ts", "-y"],
    says: [/site\.eta \(L2\): 'port' is undefined/, /undefined_eta\.ts:4:9/],
  },
  {
    what: "an undefined variable in a Jinja2 template",
    args: ["@local", "undefined_jinja.ts", "-y"],
    says: [/site\.j2 \(L2\): 'port' is undefined/, /undefined_jinja\.ts:4:9/],
  },
];

Deno.test("a mistake in a script fails the plan, says where it is, and changes nothing", (t) =>
  checkMistakes(t, SCRIPTS, MISTAKES));
