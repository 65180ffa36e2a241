import local from "../../connectors/local.ts";
import { testContract } from "drover/connectors/testing";
import { withVariable } from "../bed/processes.ts";

Deno.test("@local keeps the contract", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "drover-contract-" });
  const mark = crypto.randomUUID();
  const connect: typeof local.connect = async (host, context) => {
    const connection = await local.connect!(host, context);
    return {
      ...connection,
      spawn: (argv, options) => connection.spawn(["env", `CONTRACT=${mark}`, `TMPDIR=${folder}`, ...argv], options),
    };
  };
  try {
    await testContract(t, {
      reference: "@local",
      connectors: { local: { ...local, connect } },
      left: async () => [
        ...(await withVariable("CONTRACT", mark)).map(({ pid }) => `process ${pid}`),
        ...await Array.fromAsync(Deno.readDir(folder), ({ name }) => name),
      ],
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
