import { type AnyConnector, connector, UsageError, z } from "drover/connectors";

/** `@NAMEssh/HOST:IMAGE`: another way to write `@ssh/HOST/@NAME/IMAGE`. */
export function throughSsh(name: "docker" | "podman"): AnyConnector {
  return connector({
    name: `${name}ssh`,
    prefix: "docker",
    data: () => z.object({}),
    makeNamesData(argument = "") {
      const [, host, image] = /^([^:]+):(.+)$/.exec(argument) ?? [];
      if (host === undefined) {
        throw new UsageError(`Cannot use "@${name}ssh/${argument}": it has to say which host and which image`, {
          hint: `Write @${name}ssh/HOST:IMAGE.`,
        });
      }
      return [{ name: `@ssh/${host}/@${name}/${image}`, groups: [`@${name}ssh`] }];
    },
  });
}
