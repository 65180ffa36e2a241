/** What a report of a defect should tell: versions and the system, nothing about hosts or people. */
export async function supportText(version: string): Promise<string> {
  const { arch, os } = Deno.build;
  const rows = [
    ["Drover", version],
    ["Deno", Deno.version.deno],
    ["System", `${os} ${arch} ${Deno.osRelease()}`],
    ["Shell", Deno.env.get("SHELL") ?? "unknown"],
    ["Terminal", Deno.stderr.isTerminal() ? Deno.env.get("TERM") ?? "unknown" : "none"],
    ["OpenSSH", await sshVersion()],
  ];
  return rows.map(([name, value]) => `${name!.padEnd(10)}${value}\n`).join("");
}

async function sshVersion(): Promise<string> {
  try {
    const { stderr } = await new Deno.Command("ssh", { args: ["-V"], stdin: "null" }).output();
    return new TextDecoder().decode(stderr).trim();
  } catch {
    return "not installed";
  }
}
