/** What loading code costs: a script of many modules beside one of a single module. @module */
import { join } from "node:path";
import { compare, type Medians, timed } from "./measure.ts";

const MODULES = 50;

/** Compares dry runs on this machine, with a cache that is filled. The budget is 100 ms more. */
export async function compareModules(drover: readonly string[], runs: number): Promise<Medians[]> {
  const folder = await Deno.makeTempDir();
  try {
    await writeScripts(folder);
    const run = (script: string) => timed([...drover, "@local", join(folder, script), "--dry"]);
    return await compare([
      { name: "one module", run: () => run("single.ts") },
      { name: `${MODULES} modules`, run: () => run("many.ts") },
    ], runs);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writeScripts(folder: string): Promise<void> {
  const body = Array.from({ length: 60 }, (_, index) => `export const value${index}: number = ${index};`).join("\n");
  const numbers = Array.from({ length: MODULES - 1 }, (_, index) => index);
  for (const number of numbers) {
    const next = number + 1 < numbers.length ? `import { name as next } from "./part${number + 1}.ts"; void next;` : "";
    const text = `${next}\ninterface Part { name: string }\nexport const name: Part["name"] = "${number}";\n${body}\n`;
    await Deno.writeTextFile(join(folder, `part${number}.ts`), text);
  }
  const script = `import { files } from "drover";\nexport default () => void files;\n`;
  const imports = numbers.map((number) => `import { name as name${number} } from "./part${number}.ts";`);
  const names = numbers.map((number) => `name${number}`);
  await Deno.writeTextFile(join(folder, "many.ts"), `${imports.join("\n")}\nvoid [${names}];\n${script}`);
  await Deno.writeTextFile(join(folder, "single.ts"), script);
}
