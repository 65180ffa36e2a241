import { deepStrictEqual, match, throws } from "node:assert/strict";
import fc from "fast-check";
import { mask } from "../../api/mod.ts";
import { processFact } from "../../testing/mod.ts";
import { PostgresDatabases, PostgresRoles } from "./mod.ts";

/** A table as psql prints it with control characters between fields and rows. */
const table = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join("\x1f")).join("\x1e");

Deno.test("PostgresRoles takes names with bars, newlines and what looks like a count of rows", () => {
  const names = ["a|b\n(2 rows) é", "", "(1 row)"];
  const roles = processFact(
    PostgresRoles,
    table([["rolname", "rolsuper"], ...names.map((name) => [name || "x", "f"])]),
  );
  deepStrictEqual(Object.keys(roles), ["a|b\n(2 rows) é", "x", "(1 row)"]);
});

Deno.test("PostgresRoles reads PostgreSQL 8.4 and 15, by bars too", () => {
  const old = "rolname|rolsuper|rolcatupdate|rolconnlimit|rolvaliduntil|oid\nann|t|t|5|infinity|10\n(1 row)";
  deepStrictEqual(processFact(PostgresRoles, old), {
    ann: { super: true, catupdate: true, connlimit: 5, validuntil: "infinity", oid: 10 },
  });
  const recent = table([["rolname", "rolbypassrls", "rolconfig", "oid"], ["ann", "f", "{a=b}", "16384"]]);
  deepStrictEqual(processFact(PostgresRoles, recent), { ann: { bypassrls: false, config: "{a=b}", oid: 16384 } });
});

Deno.test("PostgresDatabases reads PostgreSQL 11, 15 and 17", () => {
  // By bars, as psql -A prints it by itself.
  const eleven =
    "pg_encoding_to_char|datname|datdba|encoding|datcollate|datctype|datistemplate|datallowconn|datconnlimit|datlastsysoid|datfrozenxid|datminmxid|dattablespace|datacl\n" +
    "UTF8|postgres|10|6|C.UTF-8|C.UTF-8|f|t|-1|13042|562|1|1663|\n(1 row)";
  deepStrictEqual(processFact(PostgresDatabases, eleven), {
    postgres: {
      dba: 10,
      collate: "C.UTF-8",
      ctype: "C.UTF-8",
      istemplate: false,
      allowconn: true,
      connlimit: -1,
      lastsysoid: 13042,
      frozenxid: 562,
      minmxid: 1,
      tablespace: 1663,
      acl: null,
      encoding: "UTF8",
    },
  });
  const fifteen = table([
    ["pg_encoding_to_char", "owner", "tablespaceName", "oid", "datname", "encoding", "datlocprovider"],
    ["LATIN1", "ann", "pg_default", "5", "shop", "8", "c"],
  ]);
  deepStrictEqual(processFact(PostgresDatabases, fifteen), {
    shop: { encoding: "LATIN1", owner: "ann", tablespaceName: "pg_default", oid: 5, locprovider: "c" },
  });
  const seventeen = table([["datname", "pg_encoding_to_char", "dathasloginevt"], ["shop", "UTF8", "t"]]);
  deepStrictEqual(processFact(PostgresDatabases, seventeen), { shop: { encoding: "UTF8", hasloginevt: true } });
});

Deno.test("rows are read back as they were, whatever is in them", () => {
  const text = fc.string({ unit: "binary", minLength: 1 }).filter((one) => !/[\x1e\x1f\r]|\n$/.test(one));
  fc.assert(fc.property(fc.uniqueArray(text), text, (names, config) => {
    const rows = [["rolname", "rolconfig"], ...names.map((name) => [name, config])];
    const expected = Object.fromEntries(names.map((name) => [name, { config }]));
    deepStrictEqual(processFact(PostgresRoles, table(rows)), expected);
  }));
});

Deno.test("what is no table is an error that quotes it", () => {
  throws(() => processFact(PostgresRoles, "rolname|oid\nann"), /expected 2 columns .* found 1 after "ann"/);
  throws(() => processFact(PostgresRoles, "rolname|oid\nann|x"), /expected a number in oid, found "x"/);
  throws(() => processFact(PostgresRoles, "rolname|rolsuper\nann|yes"), /expected t or f in super, found "yes"/);
  throws(() => processFact(PostgresRoles, "name|oid\nann|1"), /column rolname, found "name, oid"/);
  deepStrictEqual(processFact(PostgresRoles, ""), {});
});

Deno.test("a password is masked, and never among the arguments of psql", () => {
  const { text } = PostgresRoles.command(PostgresRoles.check({ psqlPassword: "it's s3cret", psqlHost: "db 1" }));
  match(text, /PGPASSWORD='it'"'"'s s3cret' PGCLIENTENCODING=UTF8 psql .*'--host=db 1'/s);
  deepStrictEqual(mask("it's s3cret"), "***");
});
