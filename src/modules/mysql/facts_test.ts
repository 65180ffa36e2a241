import { deepStrictEqual, match, throws } from "node:assert/strict";
import fc from "fast-check";
import { type FactError, mask } from "../../api/mod.ts";
import { processFact } from "../../testing/mod.ts";
import { batchCell } from "./connection.ts";
import { MysqlDatabases, MysqlUserGrants, MysqlUsers } from "./mod.ts";

Deno.test("MysqlDatabases takes names with tabs and newlines", () => {
  const heading = "SCHEMA_NAME\tDEFAULT_CHARACTER_SET_NAME\tDEFAULT_COLLATION_NAME";
  deepStrictEqual(processFact(MysqlDatabases, `${heading}\na\\tb\\nc\\\\é\tutf8mb4\tutf8mb4_general_ci`), {
    "a\tb\nc\\é": { characterSet: "utf8mb4", collationName: "utf8mb4_general_ci" },
  });
  deepStrictEqual(processFact(MysqlDatabases, ""), {});
  throws(() => processFact(MysqlDatabases, "ERROR"), /column SCHEMA_NAME, found "ERROR"/);
});

Deno.test("MysqlDatabases reads all columns of MySQL 8, and refuses another output", () => {
  const heading =
    "CATALOG_NAME\tSCHEMA_NAME\tDEFAULT_CHARACTER_SET_NAME\tDEFAULT_COLLATION_NAME\tSQL_PATH\tDEFAULT_ENCRYPTION";
  deepStrictEqual(processFact(MysqlDatabases, `${heading}\ndef\tsys\tutf8mb4\tutf8mb4_0900_ai_ci\tNULL\tNO`), {
    sys: { characterSet: "utf8mb4", collationName: "utf8mb4_0900_ai_ci" },
  });
  throws(() => processFact(MysqlDatabases, `${heading}\ndef\tsys`), /expected 6 columns .* found 2 after "def"/);
  throws(() => processFact(MysqlDatabases, "Warning\nx"), /column SCHEMA_NAME, found "Warning"/);
});

Deno.test("MysqlUsers reads columns that only MySQL 8 has", () => {
  const heading = "Host\tUser\tSelect_priv\tCreate_role_priv\tmax_questions\tplugin\tauthentication_string\t" +
    "password_lifetime\taccount_locked\tPassword_reuse_history\tUser_attributes";
  const row = '%\tann b\tN\tY\t5\tcaching_sha2_password\t$A$005$\\n\\0x\tNULL\tY\tNULL\t{"a": 1}';
  deepStrictEqual(processFact(MysqlUsers, `${heading}\n${row}`), {
    "ann b@%": {
      maxQuestions: 5,
      plugin: "caching_sha2_password",
      authenticationString: "$A$005$\n\0x",
      passwordLifetime: null,
      accountLocked: true,
      passwordReuseHistory: null,
      userAttributes: '{"a": 1}',
      privileges: ["Create_role"],
    },
  });
});

Deno.test("MysqlUsers has anonymous accounts and roles, and shows no hash in an error", () => {
  const heading = "Host\tUser\tPassword\tSelect_priv\tis_role";
  const users = processFact(MysqlUsers, `${heading}\nlocalhost\t\t\tN\tN\n\tadmin\t\tY\tY\n\t\t*AB\tN\tN`);
  deepStrictEqual(Object.keys(users), ["@localhost", "admin@"]);
  deepStrictEqual([users["admin@"]?.isRole, users["admin@"]?.privileges], [true, ["Select"]]);
  throws(
    () => processFact(MysqlUsers, `${heading}\nlocalhost\tann\t*ABCDEF\tN`),
    (error: FactError) => /after "localhost"/.test(error.message) && !`${error.message} ${error.hint}`.includes("*AB"),
  );
});

Deno.test("MysqlUserGrants reads what MariaDB 10.11, MySQL 5.7 and MySQL 8 print", () => {
  const grants = (lines: string[]) => processFact(MysqlUserGrants, lines, { user: "ann" });
  deepStrictEqual(
    grants([
      "Grants for ann@localhost",
      "GRANT `admin` TO `ann`@`localhost`",
      "GRANT USAGE ON *.* TO `ann`@`localhost` IDENTIFIED BY PASSWORD '*FA18 ON TO' WITH MAX_USER_CONNECTIONS 5",
      "GRANT SELECT, INSERT (`a`, `b,c`) ON `shop`.`it``s ON a TO b` TO `ann`@`localhost` WITH GRANT OPTION",
      "GRANT EXECUTE ON PROCEDURE `shop`.`p` TO `ann`@`localhost`",
      "SET DEFAULT ROLE `admin` FOR `ann`@`localhost`",
    ]),
    {
      "*.*": ["USAGE"],
      "`shop`.`it``s ON a TO b`": ["GRANT OPTION", "INSERT (`a`, `b,c`)", "SELECT"],
      "PROCEDURE `shop`.`p`": ["EXECUTE"],
    },
  );
  deepStrictEqual(grants(["GRANT ALL PRIVILEGES ON `a\\\\_b`.* TO 'ann'@'%' REQUIRE SSL WITH GRANT OPTION"]), {
    "`a\\_b`.*": ["ALL PRIVILEGES", "GRANT OPTION"],
  });
  deepStrictEqual(
    grants([
      "GRANT SELECT,CREATE ROLE ON *.* TO `ann`@`%`",
      "GRANT BACKUP_ADMIN,XA_RECOVER_ADMIN ON *.* TO `ann`@`%`",
      "REVOKE SELECT ON `mysql`.* FROM `ann`@`%`",
      "GRANT PROXY ON ``@`` TO `ann`@`%` WITH GRANT OPTION",
    ]),
    {
      "*.*": ["BACKUP_ADMIN", "CREATE ROLE", "SELECT", "XA_RECOVER_ADMIN"],
      "``@``": ["GRANT OPTION", "PROXY"],
    },
  );
});

Deno.test("MysqlUserGrants takes any name, and refuses any other line", () => {
  const name = fc.string({ unit: "binary" }).map((text) => `\`${text.replaceAll("`", "``")}\``);
  const escaped = (text: string) =>
    text.replace(
      /[\\\n\t\0]/g,
      (one) => ({ "\\": "\\\\", "\n": "\\n", "\t": "\\t" } as Record<string, string>)[one] ?? "\\0",
    );
  fc.assert(fc.property(name, name, (table, user) => {
    const line = escaped(`GRANT SELECT ON ${table}.* TO ${user}@\`%\` IDENTIFIED BY PASSWORD '*A' WITH GRANT OPTION`);
    deepStrictEqual(processFact(MysqlUserGrants, [line], { user: "a" }), {
      [`${table}.*`]: ["GRANT OPTION", "SELECT"],
    });
  }));
  fc.assert(
    fc.property(fc.string().filter((text) => text.trim() !== "" && !/^(Grants|SET|REVOKE)/.test(text)), (text) => {
      throws(() => processFact(MysqlUserGrants, [text], { user: "a" }), /expected a GRANT, found "/);
    }),
  );
});

Deno.test("cells of a batch are read back as they were", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }).filter((text) => text !== "NULL"), (text) => {
    const escapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\0": "\\0" };
    deepStrictEqual(batchCell(text.replace(/[\\\n\t\0]/g, (one) => escapes[one]!)), text);
  }));
});

Deno.test("a password is masked, and neither in the arguments nor in the environment of the client", () => {
  const args = MysqlDatabases.check({ mysqlUser: "ann", mysqlPassword: `p"#'\\w`, mysqlPort: 3306 });
  const { text } = MysqlDatabases.command(args);
  match(text, /printf '%s\\n' '\[client\]' .* \| HOME=\/dev\/null mysql --defaults-extra-file=\/dev\/stdin /s);
  deepStrictEqual([text.includes("--password"), text.includes("MYSQL_PWD"), text.includes("--port=3306")], [
    false,
    false,
    true,
  ]);
  match(mask(text), /password="\*\*\*"/);
});
