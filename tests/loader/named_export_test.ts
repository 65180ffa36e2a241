/** Operations and facts of somebody else on the command line; the executable runs the same tests. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { startProject } from "../cli/program.ts";
import { packageAnswers, startOrigin } from "./origin.ts";

const OPERATIONS = `import { fact, files, operation, sh, z } from "drover";
export const setMotd = operation(
  { name: "setMotd", args: () => z.object({ text: z.string(), dest: z.string() }) },
  async function* ({ text, dest }) {
    yield* files.put.inner({ src: new TextEncoder().encode(text + "\\n"), dest });
  },
);
export const fromBeside = operation(
  { name: "fromBeside", args: () => z.object({ dest: z.string() }) },
  async function* ({ dest }) {
    yield* files.put.inner({ src: "./beside.txt", dest });
  },
);
export const Lines = fact({
  name: "Lines",
  args: () => z.object({ path: z.string() }),
  command: ({ path }) => sh\`wc -l <\${path}\`,
  process: ([line]) => Number(line),
  default: () => 0,
});
export const Answer = fact({
  name: "Answer",
  command: () => sh\`echo 42\`,
  process: ([line]) => Number(line),
  default: () => 0,
});
export const acme = { setMotd };
export default () => {};
`;

Deno.test("operations and facts of others are named SPECIFIER#EXPORT", async (t) => {
  await using origin = startOrigin({
    ...packageAnswers("@acme/ops", "1.0.0", { "/mod.ts": OPERATIONS, "/beside.txt": "packaged\n" }),
    "/ops.ts": OPERATIONS,
    "/beside.txt": "beside\n",
  });
  await using project = await startProject({
    "my ops.ts": OPERATIONS,
    "only.ts": OPERATIONS.replace("export default () => {};\n", ""),
    "beside.txt": "local\n",
    "deno.json": JSON.stringify({ imports: { "acme": "jsr:@acme/ops@^1" } }),
  });
  const env = { JSR_URL: origin.url };
  const drover = (...args: string[]) => project.drover(["@local", ...args], { env });

  await t.step("an operation of a file, planned and applied", async () => {
    const dry = await drover("./my ops.ts#setMotd", "text=hi", "dest=motd", "--dry");
    strictEqual(dry.code, 3, dry.stderr);
    const applied = await drover("./my ops.ts#set_motd", "text=hi", "dest=motd", "-y");
    strictEqual(applied.code, 0, applied.stderr);
    strictEqual(await project.read("motd"), "hi\n");
    const again = await drover("my ops.ts#acme.setMotd", "hi", "motd", "--dry");
    strictEqual(again.code, 0, again.stderr);
  });
  await t.step("an operation of an address, a package and an import map, with what lies beside it", async () => {
    for (
      const [specifier, text] of [
        [`${origin.url}/ops.ts`, "beside\n"],
        ["jsr:@acme/ops@1", "packaged\n"],
        ["acme", "packaged\n"],
        ["./my ops.ts", "local\n"],
      ] as const
    ) {
      const ran = await drover(`${specifier}#fromBeside`, "dest=taken", "-y");
      strictEqual(ran.code, 0, ran.stderr);
      strictEqual(await project.read("taken"), text);
    }
  });
  await t.step("facts beside those of Drover", async () => {
    const remote = `${origin.url}/ops.ts#Answer`;
    const read = await drover("fact", "acme#Lines", "path=motd", remote, "server.User", "./my ops.ts#Lines", "motd");
    strictEqual(read.code, 0, read.stderr);
    const values = JSON.parse(read.stdout);
    deepStrictEqual(Object.keys(values), ["acme#Lines path=motd", remote, "server.User", "./my ops.ts#Lines motd"]);
    deepStrictEqual([values["acme#Lines path=motd"], values[remote]], [{ "@local": 1 }, { "@local": 42 }]);
    const all = await drover("facts", "acme#Answer", "server.User");
    strictEqual(JSON.parse(all.stdout)["@local"].facts.Answer, 42, all.stderr);
  });

  const mistakes: readonly [args: readonly string[], says: RegExp][] = [
    [["./my ops.ts#setMotdd"], /No operation "setMotdd" in \.\/my ops\.ts; did you mean "setMotd"\?/],
    [
      ["./my ops.ts#x"],
      /in \.\/my ops\.ts; it has fromBeside, setMotd, acme\.setMotd\n.*as a script: drover INVENTORY/,
    ],
    [
      ["./my ops.ts#Lines"],
      /No operation "Lines" .*; it is a fact\nTo read it: drover INVENTORY fact \.\/my ops\.ts#Lines/,
    ],
    [["fact", "acme#setMotd"], /No fact "setMotd" in acme; it is an operation/],
    [["fact", "acme#Answre"], /No fact "Answre" in acme; did you mean "Answer"\?/],
    [["./my ops.ts#default"], /No operation "default" .* what it exports by this name is none/],
    [["./my ops.ts#setMotd", "txt=hi"], /no argument "txt"; did you mean "text"\?/],
    [["./my_ops.ts#setMotd"], /Cannot load .*my_ops\.ts: no such file; did you mean "my ops\.ts"\?/],
    [["./my ops.ts#"], /names nothing after #/],
    [["https://code.example/ops.ts#motd", "-y"], /drover\.lock does not know it, and nobody is asked/],
    [["deploy.ts", "./my ops.ts#setMotd"], /Expected only scripts after deploy\.ts/],
    [["fact", "./my ops.ts"], /\.\/my ops\.ts names a module, not a fact\nName what it exports: \.\/my ops\.ts#EXPORT/],
    [
      ["./only.ts"],
      /only\.ts has no default export to run\nTo run an operation that it exports: drover INVENTORY .*only\.ts#fromBeside, #setMotd/,
    ],
    [["only#setMotd"], /only: no such file; did you mean "only\.ts"/],
    [["facts", "acme#Lines"], /facts cannot read .*needs arguments/],
  ];
  for (const [args, says] of mistakes) {
    await t.step(args.join(" "), async () => {
      const { code, stderr } = await drover(...args);
      match(stderr, says);
      strictEqual(code, 2);
    });
  }
});
