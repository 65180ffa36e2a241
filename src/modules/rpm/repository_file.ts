import { type Command, OperationError, z } from "../../api/mod.ts";
import { download, file, put } from "../files/mod.ts";
import { word } from "../word.ts";

const line = () => z.string().regex(/^\S[^\n]*$/, "one line");

/** The arguments of `repo` of dnf and yum, and most of those of zypper. */
export const repositoryArguments = () =>
  z.object({
    src: word().describe("the repository's id, or the address of a `.repo` file"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    baseurl: line().optional().describe("where its packages are; needed unless `src` is an address"),
    description: line().optional().describe("its name for people (default: its id)"),
    enabled: z.boolean().default(true).describe("whether packages are taken from it"),
    gpgcheck: z.boolean().default(true).describe("whether its packages have to be signed"),
    gpgkey: line().optional().describe("the addresses of the keys that sign them, with spaces between them"),
  });

type Repository = z.output<ReturnType<typeof repositoryArguments>> & { readonly type?: string };

/** Writes, fetches or removes the file of a repository in a folder. */
export async function* ensureRepository(
  folder: string,
  repository: Repository,
): AsyncGenerator<Command, void, void> {
  const { src, present } = repository;
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(src);
  const id = isAddress ? idIn(src) : src;
  if (!/^[\w.:+-]+$/.test(id)) {
    throw new OperationError(`Cannot tell the repository from ${JSON.stringify(src)}: ${JSON.stringify(id)} is no id`, {
      hint: "Pass src as an id of letters, digits and .:_+-, or as the address of a .repo file.",
    });
  }
  const path = `${folder}/${id}.repo`;
  if (!present) return yield* file.inner({ path, present });
  if (isAddress) return yield* download.inner({ src, dest: path });
  if (repository.baseurl === undefined) {
    throw new OperationError(`Cannot write the repository ${id}: no baseurl given`, {
      hint: "Say with baseurl where its packages are, or pass the address of a .repo file as src.",
    });
  }
  yield* put.inner({ src: new TextEncoder().encode(repositoryText(id, repository)), dest: path });
}

function idIn(address: string): string {
  const last = address.replace(/[?#].*$/, "").split("/").pop()!;
  return last.replace(/\.repo$/, "");
}

function repositoryText(id: string, { baseurl, description, enabled, gpgcheck, gpgkey, type }: Repository): string {
  const settings = {
    name: description ?? id,
    baseurl,
    enabled: Number(enabled),
    gpgcheck: Number(gpgcheck),
    type,
    gpgkey,
  };
  const lines = Object.entries(settings).filter(([, value]) => value !== undefined);
  return `[${id}]\n${lines.map(([name, value]) => `${name}=${value}\n`).join("")}`;
}
