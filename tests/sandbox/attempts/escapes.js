// deno-lint-ignore-file
/** A hostile script: each attempt says how it went. Beside it there is nothing; in the folder above there are secrets. */
import * as drover from "drover";
import { helper } from "./helper.js";

const JSON_FILE = new URL("../secret.json", import.meta.url).href;
const TEXT_FILE = new URL("../secret.txt", import.meta.url).href;
const CODE_FILE = new URL("../secret.mjs", import.meta.url).href;
const AS_JSON = { with: { type: "json" } };
const AS_TEXT = { with: { type: "text" } };
const IMPORTS = "return import(u, { with: { type: 'json' } })";

/** Code that reads a file if nothing stops it, and gives what it read. */
const attempts = {
  // What the study of the sandbox tried.
  "read by Deno": () => Deno.readTextFileSync(new URL(TEXT_FILE)),
  "read by Deno of the global scope": () => globalThis.Deno.readTextFileSync(new URL(TEXT_FILE)),
  "import of JSON": async () => (await import(JSON_FILE, AS_JSON)).default,
  "import of text": async () => (await import(TEXT_FILE, AS_TEXT)).default,
  "import of a built-in module": async () => (await import("node:" + "fs")).readFileSync,
  "import by new Function": async () => (await (new Function("u", IMPORTS))(JSON_FILE)).default,
  "import of text by new Function": async () =>
    (await (new Function("u", IMPORTS.replace("json", "text")))(TEXT_FILE)).default,
  "import by eval": async () => (await (0, eval)(`import("${JSON_FILE}", { with: { type: "json" } })`)).default,
  "import by direct eval": async () => (await eval(`import("${JSON_FILE}", { with: { type: "json" } })`)).default,
  "import by the constructor of async functions": async () =>
    (await (async () => {}).constructor("u", IMPORTS)(JSON_FILE)).default,
  "import by the constructor of generators": async () =>
    (await (function* () {}).constructor("u", IMPORTS.replace("return", "yield"))(JSON_FILE).next().value).default,
  "import by the constructor of async generators": async () =>
    (await (async function* () {}).constructor("u", IMPORTS.replace("return", "yield"))(JSON_FILE).next()).value
      .default,
  "a worker of one's own": () => new Worker("data:text/javascript,postMessage(1)", { type: "module" }),
  "a module by process": () => process.getBuiltinModule("node:fs").readFileSync(new URL(TEXT_FILE), "utf8"),
  "code by node:vm": () => globalThis.process.getBuiltinModule("node:vm").runInThisContext("1 + 1"),
  "hooks of the module loader": () => globalThis.process.getBuiltinModule("node:module").registerHooks({}),
  "a channel to the program": () => new BroadcastChannel("x").postMessage("hello"),
  "an exit": () => Deno.exit(0),

  // The network of this machine.
  "fetch": () => fetch("http://127.0.0.1:9/"),
  "a socket": () => new WebSocket("ws://127.0.0.1:9/"),
  "import of a service of this machine": async () => (await import("http://127.0.0.1:9/secret.json", AS_JSON)).default,

  // Code in other shapes.
  "code in a data address": async () =>
    (await import(`data:text/javascript,export%20default%20await%20import("${JSON_FILE}",{with:{type:"json"}})`))
      .default,
  "a static import in a data address": async () =>
    (await import(`data:text/javascript,export{default}from"${JSON_FILE}"with{type:"json"}`)).default,
  "a built-in module in a data address": async () =>
    (await import(`data:text/javascript,export*from"node:fs"`)).readFileSync,
  "code in a timer": async () => {
    setTimeout(`import("${JSON_FILE}", { with: { type: "json" } }).then((m) => globalThis.got = m.default)`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return globalThis.got;
  },
  "phases of imports": () => (new Function("u", "return import.defer(u)"))(CODE_FILE),
  "code with two faces": async () => {
    let asked = 0;
    const code = { toString: () => asked++ === 0 ? "return { default: undefined }" : IMPORTS };
    return (await (new Function("u", code))(JSON_FILE)).default;
  },
  "a package with more rights": async () => (await import("npm:" + "ssh2")).Client,
  "the connectors": async () => (await import("drover/" + "connectors")).spawnLocal,
  "a linked module of the program": async () => {
    const loader = globalThis[Symbol.for("drover.loader")];
    return (await loader.import(new Error().stack.match(/file:[^:]+/)[0], JSON_FILE, AS_JSON)).default;
  },

  // Tampering with what the sandbox itself uses.
  "methods of strings": async () => {
    const { indexOf, slice, replaceAll } = String.prototype;
    String.prototype.indexOf = () => -1;
    String.prototype.slice = () => "";
    String.prototype.replaceAll = function () {
      return this;
    };
    try {
      return (await (new Function("u", IMPORTS))(JSON_FILE)).default;
    } finally {
      Object.assign(String.prototype, { indexOf, slice, replaceAll });
    }
  },
  "the real constructor of functions": async () => {
    const { construct } = Reflect;
    let real;
    Reflect.construct = (target, ...rest) => (real = target, construct(target, ...rest));
    try {
      new Function("return 1");
    } finally {
      Reflect.construct = construct;
    }
    return (await real("u", IMPORTS)(JSON_FILE)).default;
  },
  "answers of the engine": async () => {
    const { then } = Promise.prototype;
    const { constructor } = Promise.prototype;
    Promise.prototype.constructor = function () {};
    Promise.prototype.then = function (fulfilled, rejected) {
      const forged = (value) => fulfilled(typeof value === "string" && value.endsWith(".mjs") ? CODE_FILE : value);
      return then.call(this, fulfilled && forged, rejected);
    };
    try {
      return (await import("./late" + ".js")).default;
    } finally {
      Object.assign(Promise.prototype, { then, constructor });
    }
  },
  "orders of the engine": async () => {
    const got = new Promise((resolve, reject) => {
      EventTarget.prototype.addEventListener.call(globalThis, "message", (event) => {
        const order = { type: "load", call: 1, number: 1, address: CODE_FILE, checks: false };
        try {
          Object.defineProperty(Object.getPrototypeOf(event), "data", { get: () => order });
          setTimeout(() => globalThis.leaked ? resolve(globalThis.leaked) : reject(new Error("nothing came")), 50);
        } catch (error) {
          reject(error);
        }
      }, { once: true });
    });
    await drover.currentHost().fact(drover.server.Kernel);
    return await got;
  },
  "options of templates": async () => {
    const made = drover.files.template({ src: "code.eta", dest: "/tmp/never", data: { file: JSON_FILE } });
    Object.prototype.async = Object.prototype.useAsync = true;
    try {
      return await made.value;
    } finally {
      delete Object.prototype.async;
      delete Object.prototype.useAsync;
    }
  },
  "frames of the stack": () => {
    Error.prepareStackTrace = (_, frames) => frames;
    try {
      return new Error().stack.map((frame) => frame.getFunction() ?? frame.getThis()).find((one) => one !== undefined);
    } finally {
      delete Error.prepareStackTrace;
    }
  },

  // What the API itself could read.
  "a secret of the environment": () => drover.secret.env("HOME"),
  "a secret of a file": () => drover.secret.file(TEXT_FILE),
  "a secret of a program": () => drover.secret.command("cat", TEXT_FILE),
  "passwords of connections": () => drover.currentHost().data.sshPassword ?? drover.currentHost().data._sudoPassword,
};

export default async (host) => {
  if (host.phase === "apply") return;
  for (const [name, attempt] of Object.entries(attempts)) {
    // Without a sandbox the first ones are tried, which do no harm.
    if (name === host.data.until) break;
    try {
      const got = await attempt();
      console.log(`ATTEMPT ${name}: ${got === undefined ? "nothing" : `GOT ${String(JSON.stringify(got) ?? got)}`}`);
    } catch (error) {
      console.log(`ATTEMPT ${name}: refused: ${error.message}`);
    }
  }
  console.log(`ATTEMPT END ${helper}`);
};
