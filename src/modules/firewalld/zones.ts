/** A zone of firewalld. */
export interface FirewalldZoneInfo {
  /** Whether an interface or a source uses it; always `false` for the permanent configuration of some versions. */
  readonly isActive: boolean;
  /** What becomes of packets that nothing else is about: `default`, `ACCEPT`, `%%REJECT%%`, `DROP`. */
  readonly target: string;
  readonly interfaces: readonly string[];
  readonly sources: readonly string[];
  readonly services: readonly string[];
  /** As `8080/tcp`. */
  readonly ports: readonly string[];
  readonly protocols: readonly string[];
  readonly sourcePorts: readonly string[];
  /** As `port=80:proto=tcp:toport=8080:toaddr=`. */
  readonly forwardPorts: readonly string[];
  readonly icmpBlocks: readonly string[];
  readonly isIcmpBlockInverted: boolean;
  /** Whether packets go between the interfaces of the zone. */
  readonly isForwarding: boolean;
  readonly isMasquerading: boolean;
  readonly richRules: readonly string[];
}

interface Section {
  readonly name: string;
  readonly isActive: boolean;
  readonly fields: Map<string, string[]>;
}

/** Reads what `firewall-cmd --list-all` and `--list-all-zones` print. */
export function parseZones(lines: readonly string[]): Record<string, FirewalldZoneInfo> {
  const sections: Section[] = [];
  let values: string[] | undefined;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const [, name, marks = ""] = /^([^\s:]+)(?: \(([a-z, ]+)\))?$/.exec(line) ?? [];
    const [, field, value = ""] = /^ {2}([a-z][a-z -]*): ?(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      sections.push({ name, isActive: marks.split(", ").includes("active"), fields: new Map() });
      values = undefined;
    } else if (field !== undefined && sections.length) {
      values = value.trim() === "" ? [] : field === "rich rules" ? [value.trim()] : value.trim().split(/\s+/);
      sections.at(-1)!.fields.set(field, values);
    } else if (/^\t/.test(line) && values !== undefined) values.push(line.trim());
    else throw new Error(`expected a zone or what belongs to it, found ${JSON.stringify(line)}`);
  }
  return Object.fromEntries(sections.map((section) => [section.name, zoneOf(section)]));
}

function zoneOf({ isActive, fields }: Section): FirewalldZoneInfo {
  const list = (field: string) => fields.get(field) ?? [];
  const isOn = (field: string) => list(field)[0] === "yes";
  return {
    isActive,
    target: list("target")[0] ?? "default",
    interfaces: list("interfaces"),
    sources: list("sources"),
    services: list("services"),
    ports: list("ports"),
    protocols: list("protocols"),
    sourcePorts: list("source-ports"),
    forwardPorts: list("forward-ports"),
    icmpBlocks: list("icmp-blocks"),
    isIcmpBlockInverted: isOn("icmp-block-inversion"),
    isForwarding: isOn("forward"),
    isMasquerading: isOn("masquerade"),
    richRules: list("rich rules"),
  };
}
