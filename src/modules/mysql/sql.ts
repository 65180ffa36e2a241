import { type Arguments, holdsSecret, type Operation, operation, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { mysql, mysqlConnection } from "./connection.ts";

const args = () =>
  z.object({
    sql: z.string().min(1).describe("the statements; several are parted by `;`"),
    database: word().optional().describe("the database to work in"),
    ...mysqlConnection(),
  });

/** Has a MySQL or MariaDB server carry out SQL, every time. */
export const sql: Operation<Arguments<typeof args>> = operation(
  {
    module: "mysql",
    name: "sql",
    doc:
      "Has a MySQL or MariaDB server carry out SQL, every time. Statements with a secret, and the password, are in " +
      "no process list. Systems with the client `mysql`.",
    args,
    alwaysChanges: true,
  },
  async function* ({ sql, database, ...connection }) {
    yield mysql(sql, connection, { database, hidden: holdsSecret(sql) });
  },
);
