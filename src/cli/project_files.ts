/** The files of a new project. @module */

/** Where the types of `drover` come from. */
export interface ProjectOptions {
  readonly version: string;
  /** The folder of the running program's sources; absent where there are none on this machine. */
  readonly sources?: string;
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
    ["tsconfig.json", TSCONFIG],
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

With the Deno extension there is nothing to do: \`deno.json\` says where \`drover\` is. Without it, \`tsconfig.json\`
leads to the types in \`.drover/types\`. They are those of the \`drover\` that made them: after an upgrade, and in a fresh
copy of this folder, \`drover init\` makes them anew and leaves all else alone. \`npx tsc\` checks everything.

What scripts use beside \`drover\` has types of its own: \`npm install --save-dev @types/node @types/deno\`.

All this is for the editor alone: when \`drover\` runs a script, \`import … from "drover"\` always is the running program.
`;

function denoJson({ version, sources }: ProjectOptions): string {
  const settings = {
    imports: {
      "drover": `jsr:@drover/drover@^${version}`,
      "drover/": `jsr:/@drover/drover@^${version}/`,
    },
    // The package as this machine has it, so that nothing is downloaded.
    ...sources === undefined ? {} : { links: [sources] },
    nodeModulesDir: "none",
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

const TSCONFIG = `{
  "compilerOptions": {
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "target": "esnext",
    "module": "esnext",
    "moduleResolution": "bundler",
    "allowImportingTsExtensions": true,
    "resolveJsonModule": true,
    "skipLibCheck": true,
    "noEmit": true,
    "paths": {
      "drover": ["./.drover/types/src/mod.d.ts"],
      "drover/connectors": ["./.drover/types/src/connectors.d.ts"],
      "drover/connectors/testing": ["./.drover/types/src/connectors_testing.d.ts"],
      "drover/connectors/*": ["./.drover/types/connectors/*.d.ts", "./.drover/types/connectors/*/mod.d.ts"],
      "drover/testing": ["./.drover/types/src/testing/mod.d.ts"],
      "zod": ["./.drover/types/zod/index.d.ts"]
    }
  },
  "include": ["**/*.ts", ".drover/types/globals.d.ts"]
}
`;
