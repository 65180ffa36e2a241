/** The types of ports by protocol and number. */
export type SelinuxPorts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Whether a type stands for all ports of a range that no other type has: no type of any port in particular. */
export function isGeneric(type: string): boolean {
  return /^((un|hi_)?reserved|ephemeral)_port_t$/.test(type);
}

/** Reads `semanage port -l -n`: a type, a protocol, and ports or ranges of them. */
export function parsePorts(lines: readonly string[]): SelinuxPorts {
  const protocols = new Map<string, Map<number, { readonly type: string; readonly width: number }>>();
  for (const line of lines) {
    if (line.trim() === "") continue;
    const [, type, protocol, list] = /^(\S+)\s+(tcp|udp|dccp|sctp)\s+(\d[\d,\s-]*)$/.exec(line) ?? [];
    if (type === undefined) throw new Error(`expected type, protocol and ports, found ${JSON.stringify(line)}`);
    if (isGeneric(type)) continue;
    const ports = protocols.get(protocol!) ?? new Map();
    protocols.set(protocol!, ports);
    for (const [first, last] of rangesOf(list!, line)) {
      const width = last - first;
      for (let port = first; port <= last; port++) {
        // Of two types the one with fewer ports is the more particular.
        if (width < (ports.get(port)?.width ?? Infinity)) ports.set(port, { type, width });
      }
    }
  }
  return Object.fromEntries(
    [...protocols].map(([protocol, ports]) => [
      protocol,
      Object.fromEntries([...ports].map(([port, { type }]) => [port, type])),
    ]),
  );
}

function rangesOf(list: string, line: string): [number, number][] {
  return list.split(",").map((item) => {
    const [, first, last = first] = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(item) ?? [];
    if (first === undefined || Number(last) > 65535) {
      throw new Error(`expected ports up to 65535, found ${JSON.stringify(line)}`);
    }
    return [Number(first), Number(last)];
  });
}
