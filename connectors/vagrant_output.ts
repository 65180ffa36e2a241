/** What the command line of Vagrant prints. @module */

/** The settings of a machine: all values of each keyword of the ssh config, keywords in lower case. */
export type SshSettings = ReadonlyMap<string, readonly string[]>;

/** The state of each machine, from `vagrant status --machine-readable`: lines of `time,machine,type,data`. */
export function parseStatus(text: string): Map<string, string> {
  const states = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, machine, type, state] = line.trim().split(",");
    if (machine && type === "state" && state) states.set(machine, state);
  }
  return states;
}

/** The error in what `--machine-readable` prints, as Vagrant words it for people; `undefined` where it tells none. */
export function errorOf(text: string): string | undefined {
  const [, message] = /^\d+,[^,]*,error-exit,[^,]*,(.*)$/m.exec(text) ?? [];
  return message?.trim().replaceAll("%!(VAGRANT_COMMA)", ",").replaceAll(
    /\\([nr])/g,
    (_, end) => end === "n" ? "\n" : "",
  );
}

/** The settings of each machine in what `vagrant ssh-config` prints. */
export function parseSshConfig(text: string): Map<string, SshSettings> {
  const machines = new Map<string, Map<string, string[]>>();
  let settings: Map<string, string[]> | undefined;
  for (const line of text.split("\n")) {
    const [, keyword = "", quoted = ""] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
    const key = keyword.toLowerCase();
    const value = quoted.replace(/^"(.*)"$/, "$1");
    if (key === "host") machines.set(value, settings = new Map());
    else if (value !== "") settings?.set(key, [...settings.get(key) ?? [], value]);
  }
  return machines;
}
