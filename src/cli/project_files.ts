/** The files of a new project. @module */

/** Where the types of `drover` come from. */
export interface ProjectOptions {
  readonly version: string;
  /** The folder of the running program's sources; absent where there are none on this machine. */
  readonly sources?: string;
  /** The files that declare what scripts import, by the names of the modules; relative to the project. */
  readonly types: Readonly<Record<string, string>>;
}

/** The names and texts of the files of a new project. */
export function projectFiles(options: ProjectOptions): ReadonlyMap<string, string> {
  return new Map([
    ["inventory.ts", INVENTORY],
    ["deploy.ts", DEPLOY],
    ["templates/hello.txt.eta", TEMPLATE],
    [".gitignore", GITIGNORE],
    ["README.md", README],
    ["deno.json", denoJson(options)],
    ["tsconfig.json", tsconfig(options)],
  ]);
}

const INVENTORY = `import type { InventorySpec } from "drover";

/** Hosts by the names that \`ssh NAME\` reaches; @local is this machine. */
export default {
  groups: {
    greeters: { hosts: ["@local"], data: { folder: "/tmp/drover-hello" } },
  },
} satisfies InventorySpec;
`;

const DEPLOY = `import { deploy, files, server, z } from "drover";

export default deploy("Hello", { data: z.object({ folder: z.string() }) }, (host) => {
  files.directory({ path: host.data.folder, mode: "755" });
  const greeting = files.template({
    src: "templates/hello.txt.eta", // beside this script
    dest: \`\${host.data.folder}/hello.txt\`,
    data: { greeting: "Good morning" },
  });
  server.shell({ name: "Say that the greeting is new", commands: "echo new", _if: greeting.didChange });
});
`;

const TEMPLATE = `<%= it.greeting %> from <%= it.host.name %>
`;

const GITIGNORE = `# For npm and editors; drover init makes the types anew
/node_modules/
/.drover/
# Secrets
.env
*.key
*.pem
`;

const README = `# Deploys

\`\`\`sh
drover inventory.ts debug-inventory        # hosts, groups and data
drover inventory.ts deploy.ts --dry        # what would change
drover inventory.ts deploy.ts              # plan, ask, apply
drover inventory.ts exec -- uptime         # a command on every host
\`\`\`

## Types in the editor

The types of \`drover\` are in \`.drover/types\`, where \`deno.json\` leads editors with Deno and \`tsconfig.json\` all others.
They are those of the \`drover\` that made them: after an upgrade, and in a fresh copy of this folder, \`drover init\` makes
them anew and leaves all else alone. \`deno check\` or \`npx tsc\` check everything.

What scripts use beside \`drover\` has types of its own: \`npm install --save-dev @types/node @types/deno\`.

All this is for the editor alone: when \`drover\` runs a script, \`import … from "drover"\` always is the running program.
`;

function denoJson({ version, sources, types }: ProjectOptions): string {
  const settings = sources === undefined ? { imports: types } : {
    // The package as this machine has it, so that nothing is downloaded.
    imports: { "drover": `jsr:@drover/drover@^${version}`, "drover/": `jsr:/@drover/drover@^${version}/` },
    links: [sources],
  };
  return `${JSON.stringify({ ...settings, nodeModulesDir: "none" }, null, 2)}\n`;
}

function tsconfig({ types }: ProjectOptions): string {
  const settings = {
    compilerOptions: {
      strict: true,
      noUncheckedIndexedAccess: true,
      target: "esnext",
      module: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      noEmit: true,
      paths: Object.fromEntries(Object.entries(types).map(([name, file]) => [name, [file]])),
    },
    include: ["**/*.ts", ".drover/types/globals.d.ts"],
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}
