/** The path of a keyring that is given by its path or by its name. */
export function keyringPath(dest: string): string {
  const path = dest.includes("/") ? dest : `/etc/apt/keyrings/${dest}`;
  return /\.(gpg|pgp)$/.test(path) ? path : `${path}.gpg`;
}

/** A name for a keyring, from where its keys come from. */
export function keyringName(origin: string): string {
  const name = /^[a-z]+:/i.test(origin) ? origin.replace(/^[a-z]+:\/*/i, "") : origin.split("/").pop()!;
  return name.replace(/\.(gpg|asc|key|pub)$/i, "").replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
}
