import { afterMarker, checkMistakes, type Mistake } from "./mistake.ts";

const MISTAKES: readonly Mistake[] = [
  { what: "nothing to do", args: ["@local"], says: [/Nothing to do/, /Name a script/] },
  {
    what: "an unknown option",
    args: ["@local", "deploy.ts", "--limti", "x"],
    says: /No option --limti; did you mean "--limit"\?/,
  },
  { what: "an unknown letter", args: ["@local", "deploy.ts", "-x"], says: /No option -x/ },
  { what: "an option without its value", args: ["@local", "deploy.ts", "--limit"], says: /--limit needs a value/ },
  {
    what: "a flag with a value",
    args: ["@local", "deploy.ts", "--dry=yes"],
    says: /--dry takes no value, found "yes"/,
  },
  {
    what: "a number that is none",
    args: ["@local", "deploy.ts", "--parallel", "x"],
    says: /--parallel: expected a whole number, found "x"/,
  },
  {
    what: "a number of hosts that is none",
    args: ["@local", "deploy.ts", "--parallel", "1.5"],
    says: /--parallel: expected a whole number, found "1\.5"/,
  },
  {
    what: "data without a value",
    args: ["@local", "deploy.ts", "--data", "port"],
    says: /--data: expected KEY=VALUE, found "port"/,
  },
  {
    what: "a directory that is not there",
    args: ["@local", "deploy.ts", "--chdir", "nowhere"],
    says: /--chdir: cannot go to "nowhere"/,
  },
  {
    what: "group data that are not there",
    args: ["@local", "deploy.ts", "--group-data", "nowhere"],
    says: /group data nowhere: no such file or folder/,
  },
  { what: "an unknown word", args: ["@local", "deplyo"], says: /"deplyo" is no script, no operation and no command/ },
  {
    what: "a word after a script",
    args: ["@local", "deploy.ts", "port=1"],
    says: [/Expected only scripts after deploy\.ts, found "port=1"/, /--data/],
  },
  {
    what: "an unknown operation",
    args: ["@local", "files.flie", "path=x", "-y"],
    says: /No operation "files\.flie"; did you mean "files\.file"\?/,
  },
  {
    what: "an unknown module",
    args: ["@local", "fils.file", "path=x"],
    says: /No module "fils"; did you mean "files"\?/,
  },
  {
    what: "a fact in place of an operation",
    args: ["@local", "files.File", "path=x"],
    says: /No operation "files\.File"; it is a fact/,
  },
  {
    what: "an unknown argument",
    args: ["@local", "files.file", "pth=x", "-y"],
    says: /files\.file: .*no argument "pth"; did you mean "path"\?/,
  },
  {
    what: "an argument of a wrong kind",
    args: ["@local", "files.file", "path=x", "mode=rw", "-y"],
    says: /argument "mode": expected octal digits .*found "rw"/,
  },
  {
    what: "an unknown global argument",
    args: ["@local", "files.file", "path=x", "_sudoo=true"],
    says: /no global argument "_sudoo"; did you mean "_sudo"\?/,
  },
  { what: "a missing argument", args: ["@local", "files.file"], says: /files\.file: argument "path" is missing/ },
  {
    what: "an argument that is given twice",
    args: ["@local", "files.file", "path=x", "path=y"],
    says: /argument "path" is given twice/,
  },
  { what: "a fact without a name", args: ["@local", "fact"], says: /fact needs the name of a fact/ },
  {
    what: "an unknown fact",
    args: ["@local", "fact", "server.LinuxNmae"],
    says: /No fact "server\.LinuxNmae"; did you mean "server\.LinuxName"\?/,
  },
  {
    what: "an unknown argument of a fact",
    args: ["@local", "fact", "files.File", "pth=x"],
    says: /files\.File: .*did you mean "path"\?/,
  },
  {
    what: "a global argument of a fact of a wrong kind",
    args: ["@local", "fact", "server.LinuxName", "_timeout=soon"],
    says: /"_timeout": expected number, found "soon"/,
  },
  { what: "exec without a command", args: ["@local", "exec"], says: /exec needs a command/ },
  {
    what: "a plan of a command",
    args: ["@local", "exec", "--dry", "--", "touch marker"],
    says: [/exec runs its command at once/, /server\.shell commands='touch marker' --dry/],
  },
  {
    what: "a command without exec",
    args: ["@local", "--", "uptime"],
    says: [/No command in front of --/, /drover @local exec -- uptime/],
  },
];

Deno.test("a mistake on the command line is explained before any connection", (t) =>
  checkMistakes(t, { "deploy.ts": afterMarker("") }, MISTAKES, /Connecting/));
