import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { extraArguments, words } from "../packages.ts";
import { flag, flags, texts } from "./options.ts";

const args = () =>
  z.object({
    projectDirectory: arg.path().describe("the directory of the project on the host"),
    files: texts("the files with its services, relative to the directory (default: as compose finds them)"),
    projectName: z.string().min(1).optional().describe("the name of the project (default: the directory's)"),
    present: z.boolean().default(true).describe("whether its services shall run; `false` removes their containers"),
    pull: z.union([z.boolean(), z.enum(["always", "missing", "never"])]).optional().describe(
      "when to pull images (default: what the file says)",
    ),
    build: z.boolean().default(false).describe("build images first"),
    forceRecreate: z.boolean().default(false).describe("make containers anew that have not changed"),
    removeOrphans: z.boolean().default(true).describe("remove containers of services that are in no file any more"),
    removeVolumes: z.boolean().default(false).describe("remove volumes too, where the services shall not run"),
    composeCommand: extraArguments("compose in place of `docker compose`, as `docker-compose`"),
  });

/** Brings the services of a compose project up or down. */
export const compose: Operation<Arguments<typeof args>> = operation(
  {
    module: "docker",
    name: "compose",
    doc:
      "Starts the services of a compose project and makes those anew that have changed, or removes them, every time. " +
      "Systems with docker and its plugin compose.",
    args,
    alwaysChanges: true,
  },
  async function* ({ projectDirectory, files, projectName, present, removeOrphans, removeVolumes, ...options }) {
    const program = words(options.composeCommand ?? "docker compose");
    const project = [
      ...flag("--project-directory", projectDirectory),
      ...flags("-f", files?.map((file) => file.startsWith("/") ? file : `${projectDirectory}/${file}`)),
      ...flag("-p", projectName),
    ];
    const orphans = removeOrphans && "--remove-orphans";
    if (!present) {
      yield sh`${program} ${project} down ${[orphans, removeVolumes && "--volumes"]}`;
      return;
    }
    const { pull } = options;
    const policy = typeof pull === "boolean" ? pull ? "always" : "never" : pull;
    const changes = [
      ...flag("--pull", policy),
      options.build && "--build",
      options.forceRecreate && "--force-recreate",
    ];
    yield sh`${program} ${project} up -d ${[...changes, orphans]}`;
  },
);
