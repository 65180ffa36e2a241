import { type Arguments, holdsSecret, type Operation, operation, z } from "../../api/mod.ts";
import { inDatabase, postgresConnection, psql, shortDatabase } from "./connection.ts";

const args = () =>
  z.object({
    sql: z.string().min(1).describe("the statements; several are parted by `;` and succeed together or not at all"),
    ...shortDatabase(),
    ...postgresConnection(),
  });

/** Has a PostgreSQL server carry out SQL, every time. */
export const sql: Operation<Arguments<typeof args>> = operation(
  {
    module: "postgres",
    name: "sql",
    doc: "Has a PostgreSQL server carry out SQL, every time. Statements with a secret, and the password, are in no " +
      "process list. Systems with `psql`.",
    args,
    alwaysChanges: true,
  },
  async function* ({ sql, ...connection }) {
    const hidden = holdsSecret(sql);
    yield psql(sql, inDatabase(connection), hidden);
  },
);
