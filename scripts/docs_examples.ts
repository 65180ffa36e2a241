/** Examples of facts for the reference: how each is asked for, and what it was on a real system. @module */
import type { Fact } from "../src/api/mod.ts";
import type { Recorded } from "../tests/facts/recorded/mod.ts";

/** Values of arguments that have to be given, by the argument's name, or by the fact's and the argument's. */
const VALUES: Readonly<Record<string, unknown>> = {
  boolean: "httpd_can_network_connect",
  command: "nginx -t",
  "apt.SimulateOperationWillChange command": "install nginx",
  "server.Which command": "nginx",
  commit: "v1.2.0",
  containerId: "web",
  directories: ["/etc/apt/keyrings"],
  feature: "has_fw4",
  host: "example.com",
  imageId: "nginx",
  key: "database",
  objectId: "web",
  other: "/etc/hosts.old",
  package: "nginx",
  parameter: "nginx_enable",
  path: "/etc/hosts",
  "files.Directory path": "/etc",
  "files.FindDirectories path": "/srv",
  "files.FindFiles path": "/srv",
  "files.FindLinks path": "/srv",
  "files.IsDirectory path": "/etc",
  "files.Link path": "/etc/localtime",
  "files.Socket path": "/run/docker.sock",
  "tls.TlsCertificate path": "/etc/ssl/web.pem",
  pattern: "localhost",
  port: 443,
  "selinux.SEPort protocol": "tcp",
  repo: "/srv/app",
  requirements: "/srv/app/requirements.txt",
  secretsFile: "secrets.yaml",
  src: "/etc/apt/keyrings/own.asc",
  srvname: "nginx",
  target: "/srv/www",
  user: "ann",
};

/** Longer values show no more. */
const LONGEST = 20;

/** The example of a fact: the command line and, where an answer is known, what it says of one host. */
export function exampleOf(fact: Fact<unknown, never>, recorded: readonly Recorded[]): string {
  const [answer] = recorded.filter((one) => one.fact === fact as unknown)
    .map(({ system, args, value }) => ({ system: named(system), args, value, text: JSON.stringify(value, null, 2) }))
    .filter(({ value, text }) => !isEmpty(value) && text.split("\n").length <= LONGEST)
    .sort((one, other) => rank(one.system) - rank(other.system) || other.text.length - one.text.length);
  const words = [`drover HOSTS fact ${fact.fullName}`, ...Object.entries(argumentsOf(fact, answer?.args)).map(word)];
  const call = `\`\`\`sh\n${words.join(" ")}\n\`\`\``;
  return answer === undefined
    ? call
    : `${call}\n\nFor example (${answer.system}):\n\n\`\`\`json\n${answer.text}\n\`\`\``;
}

/** The system alone, without what is special about the recording. */
function named(system: string): string {
  return system.replace(/(,? documented|[:;]|, shortened).*$/, "");
}

function rank(system: string): number {
  return ["Debian", "Ubuntu", "Fedora", "Alpine"].some((name) => system.startsWith(name)) ? 0 : 1;
}

function argumentsOf(fact: Fact<unknown, never>, given: object | undefined): Readonly<Record<string, unknown>> {
  if (given !== undefined) return given as Record<string, unknown>;
  const shape = fact.schema().shape as Record<string, { safeParse(value: unknown): { success: boolean } }>;
  const needed = Object.keys(shape).filter((name) => !shape[name]!.safeParse(undefined).success);
  const args = Object.fromEntries(needed.map((name) => [name, VALUES[`${fact.fullName} ${name}`] ?? VALUES[name]]));
  // An example that is refused would be none.
  fact.check(args);
  return args;
}

function word([name, value]: [string, unknown]): string {
  const text = `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`;
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function isEmpty(value: unknown): boolean {
  return value === null ||
    (typeof value === "object" && Object.keys(value as object).length === 0 && !(value instanceof Date));
}
