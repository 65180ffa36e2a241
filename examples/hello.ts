/**
 * A first deploy: some files in a scratch folder of their own, and nothing else.
 *
 *     drover @local examples/hello.ts
 */
import { deploy, files, server, z } from "drover";

const data = z.object({
  scratch: z.string().default("/tmp/drover-hello"),
  greeting: z.string().default("Hello"),
});

export default deploy("Hello", { data }, async (host) => {
  const { scratch, greeting } = host.data;
  const kernel = await host.fact(server.Kernel);

  files.directory({ path: scratch, mode: "755" });
  const letter = files.put({
    name: "Letter",
    src: new TextEncoder().encode(`${greeting} from ${host.name}, which runs ${kernel}.\n`),
    dest: `${scratch}/letter.txt`,
    mode: "644",
  });
  files.link({ path: `${scratch}/latest`, target: "letter.txt" });
  files.line({ path: `${scratch}/visitors.txt`, line: "drover was here" });
  server.shell({ name: "Count the words", commands: `wc -w ${scratch}/letter.txt`, _if: letter.didChange });
});
