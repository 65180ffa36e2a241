// Both: the machines of a cloud, and a way into each, as a class.
import { BaseConnector, ConnectError, type ConnectorContext, type SpawnOptions, z } from "drover/connectors";
import { attach, listVms, type Session } from "./nimbus_api.ts";

interface NimbusData {
  readonly nimbusId: string;
  readonly nimbusProject: string;
}

export default class Nimbus extends BaseConnector<NimbusData> {
  static override readonly prefix = "nimbus";
  static override readonly data = () =>
    z.object({
      nimbusId: z.string().describe("The id of the machine"),
      nimbusProject: z.string().default("default").describe("The project that it belongs to"),
    });

  static override async *makeNamesData(tag: string | undefined, context: ConnectorContext) {
    const token = context.secret(Deno.env.get("NIMBUS_TOKEN") ?? "");
    for await (const { id, name, project, tags } of listVms({ tag, token })) {
      yield [name, { nimbusId: id, nimbusProject: project }, ["@nimbus", ...tags]] as const;
    }
  }

  #session: Session | undefined;

  override async connect() {
    this.#session = await attach(this.host.data.nimbusId).catch((cause) => {
      throw new ConnectError(`Cannot attach to ${this.host.name}: ${cause.message}`, {
        hint: "Check that its agent runs.",
        cause,
      });
    });
  }

  override spawn(argv: readonly string[], options?: SpawnOptions) {
    return this.#session!.exec(argv, options);
  }

  override async disconnect() {
    await this.#session?.close();
  }
}
