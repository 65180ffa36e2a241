import { type Cache, sha256 } from "./cache.ts";
import { ownModule } from "./own_modules.ts";
import { registerOwn, RUNTIME } from "./runtime.ts";

/** Writes modules that stand for the running program's own: what they export is the program's, the very same objects. */
export interface Facades {
  /** The address to import a module of the program at. @throws {DroverError} */
  address(specifier: string): Promise<string>;
  /** The names of the modules, by their addresses. */
  readonly names: ReadonlyMap<string, string>;
}

/** Makes facades in a cache. */
export function makeFacades(cache: Cache): Facades {
  const names = new Map<string, string>();
  return {
    names,
    async address(specifier) {
      const { name, exports } = await ownModule(specifier);
      registerOwn(name, exports);
      const text = facadeText(name, Object.keys(exports));
      const address = await cache.keep(`own/${sha256(text)}.mjs`, () => text);
      names.set(address, name);
      return address;
    },
  };
}

/** The text of a module that exports what the program keeps under a name. */
export function facadeText(name: string, exported: readonly string[]): string {
  const parts = exported.map((one, index) => `const x${index}=m[${JSON.stringify(one)}];`);
  const list = exported.map((one, index) => `x${index} as ${JSON.stringify(one)}`);
  return `const m=${RUNTIME}.own(${JSON.stringify(name)});\n${parts.join("")}\nexport{${list.join(",")}};\n`;
}
