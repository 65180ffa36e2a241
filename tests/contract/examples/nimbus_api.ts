// Stands for the library of a cloud: machines that are shells on this one.
import { type Process, spawnLocal, type SpawnOptions } from "drover/connectors";

export interface Vm {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly tags: readonly string[];
}

export interface Session {
  exec(argv: readonly string[], options?: SpawnOptions): Promise<Process>;
  close(): Promise<void>;
}

const VMS: readonly Vm[] = [
  { id: "vm-1", name: "web1", project: "shop", tags: ["web"] },
  { id: "vm-2", name: "db1", project: "shop", tags: ["db"] },
];

/** The sessions that are open. */
export const sessions = new Set<string>();

/** How machines are listed. */
interface ListOptions {
  readonly tag?: string;
  readonly signal?: AbortSignal;
  readonly token: string;
}

export async function* listVms({ tag, signal }: ListOptions): AsyncGenerator<Vm> {
  signal?.throwIfAborted();
  for (const vm of VMS) if (tag === undefined || vm.tags.includes(tag)) yield await Promise.resolve(vm);
}

export function attach(id: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Session> {
  signal?.throwIfAborted();
  if (!VMS.some((vm) => vm.id === id)) return Promise.reject(new Error(`no machine ${id}`));
  sessions.add(id);
  return Promise.resolve({
    exec: (argv, options) => spawnLocal(["env", `NIMBUS_ID=${id}`, ...argv], options),
    close: () => Promise.resolve(void sessions.delete(id)),
  });
}
