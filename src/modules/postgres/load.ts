import { arg, type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { inDatabase, postgresConnection, psqlFrom, shortDatabase } from "./connection.ts";

const args = () =>
  z.object({
    src: arg.path().describe("the file with SQL on the host"),
    ...shortDatabase(),
    ...postgresConnection(),
  });

/** Has a PostgreSQL server carry out the SQL of a file on the host, every time. */
export const load: Operation<Arguments<typeof args>> = operation(
  {
    module: "postgres",
    name: "load",
    doc: "Has a PostgreSQL server carry out the SQL of a file on the host, every time, and fails at the first " +
      "statement that fails. Systems with `psql`.",
    args,
    alwaysChanges: true,
  },
  async function* ({ src, ...connection }) {
    yield psqlFrom(src, inDatabase(connection));
  },
);
