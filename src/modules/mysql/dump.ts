import { arg, type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { mysqlConnection, mysqlDump } from "./connection.ts";

const args = () =>
  z.object({
    dest: arg.path().describe("the file on the host; what is there is replaced"),
    database: word().optional().describe("the database (default: all)"),
    ...mysqlConnection(),
  });

/** Writes a database of MySQL or MariaDB as SQL into a file on the host, every time. */
export const dump: Operation<Arguments<typeof args>> = operation(
  {
    module: "mysql",
    name: "dump",
    doc: "Writes a database of MySQL or MariaDB as SQL into a file on the host, every time. Systems with `mysqldump`.",
    args,
    alwaysChanges: true,
    leavesNothing: true,
  },
  async function* ({ dest, database, ...connection }) {
    yield mysqlDump(dest, connection, database);
  },
);
