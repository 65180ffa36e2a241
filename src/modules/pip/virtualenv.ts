import {
  arg,
  type Arguments,
  type Command,
  type Operation,
  operation,
  type OperationHost,
  sh,
  z,
} from "../../api/mod.ts";
import { Directory, directory, File } from "../files/mod.ts";
import { word } from "../word.ts";

const common = () => ({
  path: arg.path().describe("its folder on the host"),
  python: word().optional().describe("the Python interpreter that it is for"),
  sitePackages: z.boolean().default(false).describe("let it see the packages of the system"),
  alwaysCopy: z.boolean().default(false).describe("copy the interpreter instead of linking to it"),
  present: z.boolean().default(true).describe("whether it shall be there"),
});
const venvArgs = () => z.object(common());
const virtualenvArgs = () =>
  z.object({ ...common(), venv: z.boolean().default(false).describe("make it by Python's own `venv` module") });

type EnvironmentArguments = z.output<ReturnType<typeof virtualenvArgs>>;

/** Makes or removes a virtual environment by Python's own `venv` module. */
export const venv: Operation<Arguments<typeof venvArgs>> = operation(
  {
    module: "pip",
    name: "venv",
    doc: "Makes or removes a virtual environment by Python's own `venv` module. Any system with Python 3.",
    args: venvArgs,
  },
  (args, host) => environment({ ...args, venv: true }, host),
);

/** Makes or removes a virtual environment by the program `virtualenv`. */
export const virtualenv: Operation<Arguments<typeof virtualenvArgs>> = operation(
  {
    module: "pip",
    name: "virtualenv",
    doc: "Makes or removes a virtual environment by the program `virtualenv`. Any system that has it.",
    args: virtualenvArgs,
  },
  environment,
);

async function* environment(args: EnvironmentArguments, host: OperationHost): AsyncGenerator<Command, void, void> {
  const { path, present } = args;
  // Python writes this file last but one: an empty folder is no environment.
  const [folder, script] = await Promise.all([
    host.fact(Directory, { path }),
    host.fact(File, { path: `${path}/bin/activate` }),
  ]);
  if (!present) {
    if (folder === null && !script) return host.noop(`virtualenv ${path} does not exist`);
    return yield* directory.inner({ path, present });
  }
  if (script) return host.noop(`virtualenv ${path} exists`);
  const { python, sitePackages, alwaysCopy } = args;
  if (args.venv) {
    const words = [sitePackages && "--system-site-packages", alwaysCopy && "--copies", path];
    return yield sh`${python ?? "python3"} -m venv ${words}`;
  }
  const interpreter = python === undefined ? [] : ["-p", python];
  yield sh`virtualenv ${[
    ...interpreter,
    sitePackages && "--system-site-packages",
    alwaysCopy && "--always-copy",
    path,
  ]}`;
}
