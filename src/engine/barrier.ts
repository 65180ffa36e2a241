import type { HostPass } from "./pass.ts";
import type { RunPlan } from "./plan.ts";
import { comparePositions, type Gate, Operational } from "./program.ts";

/** Who stands at the same operation or gate. */
export interface Meeting {
  readonly identity: string;
  readonly position: readonly number[];
  readonly members: { readonly pass: HostPass; readonly head: Operational | Gate }[];
}

/** What one host still has ahead. */
interface Ahead {
  /** Planned, and neither done nor known not to come. */
  readonly planned: Set<string>;
  /** Declared and not done, with how often. */
  readonly declared: Map<string, number>;
  /** Whether the plan followed its script to the end. */
  readonly planIsComplete: boolean;
}

/**
 * Decides who goes next: an operation starts when every active host of its batch that still has it ahead has come to it.
 * A host whose plan is not complete counts as having it until its script ends or waits itself.
 */
export class Barrier {
  readonly passes: HostPass[] = [];
  /** The hosts inside of each rolling block, by its identity. */
  readonly batches = new Map<string, Set<HostPass>>();
  readonly #ahead = new Map<HostPass, Ahead>();

  readonly #plannedFor: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #plannedGates: RunPlan["gates"] | undefined;

  constructor(private readonly plan: RunPlan | undefined) {
    this.#plannedFor = plan && plannedByHost(plan);
    this.#plannedGates = plan?.gates;
  }

  /** A host takes part; the plan says what it has ahead before its script has declared it. */
  join(pass: HostPass): void {
    const host = pass.target.name;
    const planned = this.#plannedFor?.get(host) ?? (this.plan && []);
    const planIsComplete = planned !== undefined && !this.plan!.incomplete.some((one) => one.host === host);
    this.passes.push(pass);
    this.#ahead.set(pass, { planned: new Set(planned), declared: new Map(), planIsComplete });
  }

  /** A host has declared an operation. */
  declared(pass: HostPass, { identity }: Operational): void {
    const { declared } = this.#ahead.get(pass)!;
    declared.set(identity, (declared.get(identity) ?? 0) + 1);
  }

  /** A host has done an operation, or will not do it. */
  left(pass: HostPass, { identity }: Operational): void {
    const { planned, declared } = this.#ahead.get(pass)!;
    planned.delete(identity);
    const rest = (declared.get(identity) ?? 1) - 1;
    if (rest > 0) declared.set(identity, rest);
    else declared.delete(identity);
  }

  /** Who stands where, in the order of the sources. */
  meetings(): Meeting[] {
    const meetings = new Map<string, Meeting>();
    for (const pass of this.passes) {
      const head = pass.target.isActive ? pass.program.head() : undefined;
      if (head === undefined || head === "open" || isBusy(head)) continue;
      const { identity, position } = head;
      let meeting = meetings.get(identity);
      if (!meeting) meetings.set(identity, meeting = { identity, position, members: [] });
      meeting.members.push({ pass, head });
    }
    return [...meetings.values()].sort((a, b) => comparePositions(a.position, b.position));
  }

  /**
   * Whether nobody who still has it ahead is missing.
   *
   * @param waitsForWaiting whether a host may still come that waits itself, and of which the plan does not say
   */
  isComplete({ identity, members }: Meeting, waitsForWaiting: boolean): boolean {
    const { head } = members[0]!;
    const present = new Set(members.map(({ pass }) => pass));
    const batch = this.#batchOf(head);
    return this.passes.every((pass) =>
      present.has(pass) || !pass.target.isActive || batch?.has(pass) === false ||
      !this.#mayComeTo(pass, identity, head, waitsForWaiting)
    );
  }

  /** The hosts that do something else than wait for others, so that they may still come to something. */
  underWay(): HostPass[] {
    return this.passes.filter((pass) => pass.target.isActive && !isHalted(pass));
  }

  #mayComeTo(pass: HostPass, identity: string, head: Operational | Gate, waitsForWaiting: boolean): boolean {
    const { planned, declared, planIsComplete } = this.#ahead.get(pass)!;
    if (declared.has(identity)) return true;
    if (head instanceof Operational) {
      if (planned.has(identity)) return !pass.settled;
      return !planIsComplete && !pass.settled && (waitsForWaiting || !isHalted(pass));
    }
    const own = [...pass.program.gates()].find((gate) => gate.identity === identity);
    if (own !== undefined) return own.state === "waiting" && own.head() !== undefined;
    return !pass.settled && (!planIsComplete || this.#plannedGates?.get(pass.target.name)?.has(identity) === true);
  }

  /** The hosts of the present batch, for what stands inside of a rolling block. */
  #batchOf(head: Operational | Gate): Set<HostPass> | undefined {
    for (let block = head instanceof Operational ? head.block : head.block.parent; block; block = block.parent) {
      const batch = this.batches.get(block.identity);
      if (batch) return batch;
    }
  }
}

function plannedByHost({ operations }: RunPlan): Map<string, string[]> {
  const planned = new Map<string, string[]>();
  for (const { identity, declaredBy, hosts } of operations) {
    for (const host of declaredBy === undefined ? hosts.keys() : [declaredBy]) {
      const own = planned.get(host);
      if (own) own.push(identity);
      else planned.set(host, [identity]);
    }
  }
  return planned;
}

function isBusy(head: Operational | Gate): boolean {
  return head.state !== "declared" && head.state !== "waiting";
}

/** Whether a host's script has ended, or waits for what does not run before others have come. */
function isHalted(pass: HostPass): boolean {
  if (pass.settled) return true;
  const head = pass.program.head();
  if (head === undefined || head === "open") return pass.isWaiting;
  return head instanceof Operational ? pass.isWaiting && head.state !== "running" : true;
}
