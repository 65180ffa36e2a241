// Inventory only: hosts from a list of another tool.
import { connector, DroverError } from "drover/connectors";

interface Machine {
  readonly name: string;
  readonly address: string;
  readonly roles: readonly string[];
}

export default connector({
  name: "shelf",
  async *makeNamesData(file = "machines.json") {
    const machines: readonly Machine[] = JSON.parse(
      await Deno.readTextFile(file).catch((cause) => {
        throw new DroverError("inventory", `Cannot read the machines of ${file}: ${cause.message}`, {
          hint: "Write @shelf/FILE.",
          cause,
        });
      }),
    );
    for (const { name, address, roles } of machines) {
      yield [name, { sshHostname: address }, ["@shelf", ...roles]];
    }
  },
});
