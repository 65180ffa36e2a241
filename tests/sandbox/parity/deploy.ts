/** All that scripts can say, once each. */
import {
  attempt,
  deploy,
  fail,
  files,
  handler,
  include,
  on,
  once,
  OperationError,
  rolling,
  server,
  shared,
  z,
} from "drover";
import { Gone, motd, Words } from "./motd.ts";
import { inner } from "./sub.ts";

const note = handler("note", () => {
  server.shell({ commands: "echo handled" });
});
const never = handler("never", () => {
  server.shell({ commands: "echo never" });
});
const say = (name: string) => server.shell({ name, commands: "true" });
const data = z.object({ out: z.string(), port: z.number(), role: z.string().default("none") });

export default deploy("All", { data }, async (host) => {
  const { out, port, role } = host.data;
  // The hosts are one machine: with one folder for all, whose operation finds it there would be a matter of time.
  const own = `${out}/${host.name}`;
  const at = (name: string) => `${own}/${name}`;
  const [kernel, file] = await Promise.all([
    host.fact(server.Kernel),
    host.fact(files.File, { path: "/etc/hostname" }),
  ]);
  say(`facts ${kernel} ${file && file.mtime instanceof Date}`);
  files.directory({ path: own, _notify: never });
  const put = files.put({ src: "a.txt", dest: at("a"), _notify: [note] });
  const page = files.template({ src: "page.j2", dest: at("page"), data: { x: port } });
  const menu = files.template({ src: "menu.eta", dest: at("menu"), data: { x: port } });
  const said = motd({ path: at("motd"), text: `hi ${role}`, _env: { B: "2" }, name: `motd of ${host.name}` });
  server.shell({ name: "if", commands: "true", _if: [put.didChange.or(page.didChange), () => port > 1] });
  server.shell({ name: "on change", commands: "true", _onChange: [put, menu] });
  if (await put.changed) say("put has changed");
  say(`gone ${await host.fact(Gone)}`);
  (host.data as Record<string, unknown>).set = { n: port + 1 };
  host.with({ _env: { C: "3" } }, () => say(`with ${(host.data as Record<string, { n?: number }>).set?.n}`));
  await host.with({ _ignoreErrors: true }, async () => {
    await host.fact(server.Arch);
    server.shell({ name: "fails softly", commands: "false" });
  });
  const looped = await host.loop(["p", "q"], async (item) => {
    await Promise.resolve();
    say(`loop ${item}`);
    return item + host.name;
  }, { key: (item) => item });
  say(`looped ${looped.join()}`);
  await inner({ n: port });
  await include("./sub.ts", { extra: "given" });
  const one = await once("pick", (first) => Promise.resolve({ by: first.name, map: new Map([[1, 2]]) }));
  say(`once ${one.by} ${one.map.get(1)}`);
  say(`shared ${(await shared("value", () => ({ value: 5 }))).value}`);
  await attempt("try", {
    block: () => {
      server.shell({ name: "bad", commands: "echo oops >&2; exit 3" });
      say("not reached");
    },
    rescue: (error) => void say(`rescued ${error instanceof OperationError} ${error.operation}`),
    always: () => void say("always"),
  });
  await rolling("roll", { batch: [1, "50%"], maxFailures: 1 }, () => {
    if (host.in("web")) on("c", () => say(`drain ${host.name}`));
    say("rolled");
  });
  const printed = server.shell({ name: "print", commands: "echo output" });
  say(`after ${(await printed.stdout).trim()}`);
  const result = await server.shell({
    name: "result",
    commands: "echo x; echo y >&2",
    _changedIf: (output) => output.stdout.includes("zzz"),
  });
  say(`result ${result.changed} ${result.stdout.trim()} ${result.stderr.trim()}`);
  say(`value ${await said.value}`);
  if (host.name === "b") {
    await host.fact(Words, { path: 5 as never }).catch((error) => say(`caught ${error.message}`));
  }
  await host.flush();
  const { hosts } = host.inventory;
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join();
  say(`groups ${host.groups} of ${names(hosts)}, ${names(host.inventory.group("db"))}`);
  say(`role of a: ${host.inventory.host("a").data.role}`);
  if (host.name === "c") fail("c gives up");
});
