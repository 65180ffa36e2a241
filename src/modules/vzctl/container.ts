import {
  type Arguments,
  type Operation,
  operation,
  type OperationHost,
  sh,
  type ShellCommand,
  z,
} from "../../api/mod.ts";
import { word } from "../word.ts";
import { OpenvzContainers } from "./facts.ts";

/** The container that an operation is about. */
export const ctid = () => z.union([z.int().min(0), word()]).transform(String).describe("the id of the container");

/** A `vzctl` command for a container. */
export function vzctl(action: string, id: string, more: readonly (string | false)[] = []): ShellCommand {
  return sh`vzctl ${[action, id, ...more]}`;
}

/** What `vzlist` says of a container, as `running`; `undefined` where it does not know it. */
export async function statusOf(id: string, host: OperationHost): Promise<unknown> {
  const containers = await host.fact(OpenvzContainers);
  return Object.hasOwn(containers, id) ? containers[id]!.status : undefined;
}

/** How an operation of {@linkcode bringTo} is defined. */
interface ActionOptions {
  readonly name: string;
  readonly doc: string;
  /** vzctl's word for it. */
  readonly action: string;
  /** The states in which nothing is to be done. */
  readonly done: readonly string[];
}

const plainArguments = () => z.object({ ctid: ctid() });

/** The operation that brings a container to a state by one word. */
export function bringTo(
  { name, doc, action, done }: ActionOptions,
): Operation<Arguments<typeof plainArguments>> {
  return operation(
    { module: "vzctl", name, doc: `${doc} Linux with OpenVZ.`, args: plainArguments },
    async function* ({ ctid }, host) {
      const status = await statusOf(ctid, host);
      if (done.includes(String(status))) return host.noop(`container ${ctid} is ${status}`);
      yield vzctl(action, ctid);
    },
  );
}
