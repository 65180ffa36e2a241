import { arg, type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { mysqlConnection, mysqlFrom } from "./connection.ts";

const args = () =>
  z.object({
    src: arg.path().describe("the file with SQL on the host"),
    database: word().optional().describe("the database to load it into (default: what the file says)"),
    ...mysqlConnection(),
  });

/** Has a MySQL or MariaDB server carry out the SQL of a file on the host, every time. */
export const load: Operation<Arguments<typeof args>> = operation(
  {
    module: "mysql",
    name: "load",
    doc: "Has a MySQL or MariaDB server carry out the SQL of a file on the host, every time. With a password FreeBSD " +
      "needs `fdescfs`. Systems with the client `mysql`.",
    args,
    alwaysChanges: true,
  },
  async function* ({ src, database, ...connection }) {
    yield mysqlFrom(src, connection, database);
  },
);
