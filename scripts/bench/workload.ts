/** 20 operations on a host, as a deploy and as the shell commands of somebody who does it by hand. @module */

/** What is made, four operations each. */
export const GROUPS: readonly string[] = ["a", "b", "c", "d", "e"];

/** The source of the deploy. */
export const DEPLOY = `import { files } from "drover";
export default () => {
  for (const name of ${JSON.stringify(GROUPS)}) {
    const folder = \`/srv/\${name}\`;
    files.directory({ path: folder, mode: "750" });
    files.put({ src: new TextEncoder().encode(\`\${name}\\n\`), dest: \`\${folder}/file\`, mode: "640" });
    files.line({ path: \`\${folder}/lines\`, line: \`line \${name}\` });
    files.link({ path: \`\${folder}/link\`, target: \`\${folder}/file\` });
  }
};
`;

/** The same by hand, one command for each operation. */
export const COMMANDS: readonly string[] = GROUPS.flatMap((name) => {
  const folder = `/srv/${name}`;
  return [
    `mkdir -p ${folder} && chmod 750 ${folder}`,
    `[ "$(cat ${folder}/file 2>/dev/null)" = ${name} ] || { echo ${name} >${folder}/new && chmod 640 ${folder}/new && mv ${folder}/new ${folder}/file; }`,
    `grep -qx 'line ${name}' ${folder}/lines 2>/dev/null || echo 'line ${name}' >>${folder}/lines`,
    `[ "$(readlink ${folder}/link)" = ${folder}/file ] || ln -s ${folder}/file ${folder}/link`,
  ];
});

/** Brings a host back to where nothing has been done. */
export const RESET = "rm -rf /srv/*";
