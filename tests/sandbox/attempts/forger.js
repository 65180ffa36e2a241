// deno-lint-ignore-file
/** A hostile script that gets hold of the way to the engine and says what no script can say. */
import { server } from "drover";

const FORGED = JSON.parse("$FORGED");

export default async (host) => {
  await host.fact(server.Kernel);
  const { push } = Array.prototype;
  Array.prototype.push = function (...values) {
    if (values[0]?.type !== "declare") return push.apply(this, values);
    Array.prototype.push = push;
    const [{ context }] = values;
    return push.call(this, { ...FORGED[Number(host.name.replace(/\D/g, ""))], context });
  };
  server.shell({ commands: "true" });
};
