import { strictEqual } from "node:assert/strict";

Deno.test("the reference pages are those of the definitions", async () => {
  const args = ["run", "-A", "scripts/docs.ts", "--check"];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: new URL("..", import.meta.url) })
    .output();
  strictEqual(success, true, new TextDecoder().decode(stderr));
});

Deno.test("every operation, fact and argument says what it is", async () => {
  const modules = await import("../src/modules/mod.ts");
  const silent: string[] = [];
  for (const namespace of Object.values(modules)) {
    for (const entry of Object.values(namespace as Record<string, unknown>)) {
      if ((typeof entry !== "function" && typeof entry !== "object") || entry === null || !("fullName" in entry)) {
        continue;
      }
      const { fullName, definition, schema } = entry as {
        fullName: string;
        definition: { doc?: string };
        schema(): { shape: object };
      };
      if (!definition.doc) silent.push(fullName);
      for (const [name, type] of Object.entries(schema().shape)) {
        if (!describes(type)) silent.push(`${fullName} ${name}`);
      }
    }
  }
  strictEqual(silent.join("\n"), "");
});

interface Type {
  readonly description?: string;
  readonly _zod: { readonly def: { readonly innerType?: Type } };
}

function describes(type: Type): boolean {
  return type.description !== undefined ||
    (type._zod.def.innerType !== undefined && describes(type._zod.def.innerType));
}
