import { arg, type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { inDatabase, pgDump, postgresConnection, shortDatabase } from "./connection.ts";

const args = () =>
  z.object({
    dest: arg.path().describe("the file on the host; what is there is replaced"),
    ...shortDatabase(),
    ...postgresConnection(),
  });

/** Writes a database of PostgreSQL as SQL into a file on the host, every time. */
export const dump: Operation<Arguments<typeof args>> = operation(
  {
    module: "postgres",
    name: "dump",
    doc: "Writes a database of PostgreSQL as SQL into a file on the host, every time. Systems with `pg_dump`.",
    args,
    alwaysChanges: true,
    leavesNothing: true,
  },
  async function* ({ dest, ...connection }) {
    yield pgDump(dest, inDatabase(connection));
  },
);
