import { deepStrictEqual } from "node:assert/strict";
import { z } from "../../src/api/mod.ts";
import { ourArguments } from "./arguments.ts";

const schema = z.object({
  path: z.string(),
  mode: z.string().optional(),
  cacheTime: z.number().optional(),
  nobest: z.boolean().default(false),
  headers: z.record(z.string(), z.string()).optional(),
  virtualenv: z.object({ sitePackages: z.boolean().default(false) }).optional(),
  month: z.array(z.string()).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

Deno.test("arguments are renamed and fitted to the schema", () => {
  deepStrictEqual(
    ourArguments(schema, {
      path: "path:/a",
      mode: 44,
      cache_time: "60",
      nobest: "true",
      month: [1, "2"],
      headers: null,
    }).args,
    { path: "/a", mode: "044", cacheTime: 60, nobest: true, month: ["1", "2"], headers: undefined },
  );
});

Deno.test("fields of ours are renamed, keys of the user are not", () => {
  deepStrictEqual(
    ourArguments(schema, { path: "/a", virtualenv: { site_packages: true }, headers: { x_y: "1" } }).args,
    { path: "/a", virtualenv: { sitePackages: true }, headers: { x_y: "1" } },
  );
});

Deno.test("what the schema does not take stays as it is, so that the operation refuses it", () => {
  deepStrictEqual(ourArguments(schema, { path: ["/a", "/b"] }).args, { path: ["/a", "/b"] });
});

Deno.test("positions, further settings and global arguments find their places", () => {
  deepStrictEqual(ourArguments(schema, { args: ["/a"], some_thing: 1, _sudo_user: "root" }), {
    args: { path: "/a", data: { some_thing: 1 } },
    globals: { _sudoUser: "root" },
  });
});

Deno.test("the only required argument that we call otherwise takes the only unknown one", () => {
  const strict = z.object({ container: z.string(), image: z.string().optional() });
  deepStrictEqual(ourArguments(strict, { id: "a", image: "b" }).args, { container: "a", image: "b" });
});
