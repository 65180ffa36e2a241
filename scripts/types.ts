/** `deno task types`: the types of what `drover` exports, for editors without Deno, in dist. @module */
import { makeTypes } from "./release/types.ts";

console.log(await makeTypes());
