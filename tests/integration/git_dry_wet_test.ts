import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { hasWork } from "../../src/engine/mod.ts";
import { git, ssh } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { failureOf, type ServerBed, startServerBed } from "./server_bed.ts";

const ORIGIN = "/srv/origin";
const SRC = `file://${ORIGIN}`;

/** A host with a repository that has a tag, a second branch and a submodule; git has its settings in a home of its own. */
async function startGitBed(): Promise<ServerBed> {
  const bed = await startServerBed();
  await bed.sh(`set -e
    rm -rf /root/.gitconfig /root/.config/git /root/.ssh /etc/gitconfig
    git config --system init.defaultBranch main
    git config --system protocol.file.allow always
    git config --system user.name A
    git config --system user.email a@x.org
    git init -q /srv/part
    cd /srv/part
    git commit -q --allow-empty -m part
    git init -q ${ORIGIN}
    cd ${ORIGIN}
    echo one >text
    git add text
    git commit -q -m one
    git tag v1
    git tag stable
    git branch other
    git submodule --quiet add file:///srv/part part
    git commit -q -m two`);
  return bed;
}

bedTest("git repositories on a host of their own", async (t) => {
  await using bed = await startGitBed();
  const { dryWet, run, sh } = bed;
  const head = async (folder: string) => (await sh(`git -c safe.directory='*' -C '${folder}' rev-parse HEAD`)).trim();
  const commit = (text = "more") =>
    sh(`cd ${ORIGIN} && echo ${text} >${text} && git add . && git commit -q -m ${text}`);

  await t.step("git.repo clones, and pulls only what is new", async () => {
    const dest = "/srv/my copy's";
    await dryWet(() => git.repo({ src: SRC, dest }));
    strictEqual(await head("/srv/my copy's".replaceAll("'", "'\"'\"'")), await head(ORIGIN));
    await commit();
    await dryWet(() => git.repo({ src: SRC, dest }));
    await commit("again");
    ok(!hasWork((await run(() => git.repo({ src: SRC, dest, pull: false }))).plan!));
  });

  await t.step("git.repo goes to a branch, a tag and a commit, and back", async () => {
    const dest = "/srv/moving";
    for (const branch of ["main", "other", "v1", await head(ORIGIN), "stable", "main"]) {
      await dryWet(() => git.repo({ src: SRC, dest, branch }));
      strictEqual(await head(dest), (await sh(`cd ${ORIGIN} && git rev-parse ${branch}`)).trim(), branch);
    }
    await sh(`cd ${ORIGIN} && git branch late && git tag v2`);
    for (const branch of ["late", "v2"]) await dryWet(() => git.repo({ src: SRC, dest, branch }));
  });

  await t.step("git.repo clones a part of the history, and a tag of it", async () => {
    await dryWet(() => git.repo({ src: SRC, dest: "/srv/shallow", depth: 1 }));
    strictEqual(await sh("cd /srv/shallow && git rev-list --count HEAD"), "1\n");
    await commit("deep");
    await dryWet(() => git.repo({ src: SRC, dest: "/srv/shallow", depth: 1 }));
    await dryWet(() => git.repo({ src: SRC, dest: "/srv/tagged", depth: 1, branch: "v1" }));
  });

  await t.step("git.repo rebases what is only here", async () => {
    const dest = "/srv/rebased";
    await dryWet(() => git.repo({ src: SRC, dest }));
    await sh(`cd ${dest} && git commit -q --allow-empty -m mine`);
    await commit("theirs");
    await dryWet(() => git.repo({ src: SRC, dest, rebase: true }));
    strictEqual(await sh(`cd ${dest} && git log -2 --format=%s`), "mine\ntheirs\n");
  });

  await t.step("git.repo fetches submodules", async () => {
    const args = { src: SRC, dest: "/srv/whole", updateSubmodules: true, recursiveSubmodules: true };
    await dryWet(() => git.repo(args));
    await sh("test -e /srv/whole/part/.git && cd /srv/part && git commit -q --allow-empty -m newer");
    await sh(`cd ${ORIGIN} && git submodule --quiet update --init --remote && git commit -q -a -m newer`);
    await dryWet(() => git.repo(args));
    strictEqual(await head("/srv/whole/part"), await head("/srv/part"));
    await sh("cd /srv/whole && git submodule --quiet deinit --all");
    await dryWet(() => git.repo({ ...args, recursiveSubmodules: false, pull: false }));
  });

  await t.step("git.repo gives all to its owner, and works there as the owner", async () => {
    const owned = { src: SRC, dest: "/srv/owned", user: "drover-key", group: "staff" };
    await sh("mkdir /srv/owned");
    await dryWet(() => git.repo({ ...owned, pull: false }));
    strictEqual(await sh("find /srv/owned -printf '%u:%g\\n' | sort -u"), "drover-key:staff\n");
    await dryWet(() => git.repo({ ...owned, group: "users", pull: false }));
    const failure = failureOf(await run(() => git.repo(owned)));
    match(failure.message, /^Cannot update the repository \/srv\/owned: it belongs to drover-key, and git refuses/);
    match(failure.hint!, /_sudoUser: "drover-key"/);

    await sh("install -d -o drover-key -g drover-key /srv/theirs");
    const theirs = { src: SRC, dest: "/srv/theirs/copy", branch: "main", _sudo: true, _sudoUser: "drover-key" };
    await sh(`git config --system --add safe.directory ${ORIGIN}/.git`);
    await dryWet(() => git.repo(theirs));
    await commit("owner");
    await dryWet(() => git.repo(theirs));
    strictEqual(await sh("stat -c %U /srv/theirs/copy/owner"), "drover-key\n");
  });

  await t.step("git.repo makes the key of its host known, and clones by SSH", async () => {
    await sh(`mkdir -p -m 700 /root/.ssh`);
    await Deno.copyFile(`${bed.folder}/client`, bed.host.path("/root/.ssh/id_ed25519"));
    await sh("chmod 600 /root/.ssh/id_ed25519");
    const src = `ssh://root@${bed.host.address}:${bed.host.port}${ORIGIN}`;
    await dryWet(() => git.repo({ src, dest: "/srv/by ssh", sshKeyscan: true }));
    await dryWet(() => ssh.keyscan({ hostname: bed.host.address, port: bed.host.port, force: true }), { always: true });
    strictEqual((await sh(`ssh-keygen -F '[${bed.host.address}]:${bed.host.port}' | grep -vc '^#'`)).trim(), "1");
    await commit("ssh");
    await dryWet(() => git.repo({ src, dest: "/srv/by ssh" }));
  });

  await t.step("git.repo says what git says where there is no repository", async () => {
    match(failureOf(await run(() => git.repo({ src: "/srv/none", dest: "/srv/nothing" }))).message, /does not exist/);
    await rejects(Deno.stat(bed.host.path("/srv/nothing/.git")), Deno.errors.NotFound);
  });

  await worktreeSteps(t, bed, commit);

  await t.step("git.bareRepo makes a repository that can be pushed to, and removes it", async () => {
    await dryWet(() => git.bareRepo({ path: "/srv/bare.git" }));
    await sh(`cd ${ORIGIN} && git push -q /srv/bare.git main`);
    strictEqual(await head("/srv/bare.git"), await head(ORIGIN));
    await dryWet(() => git.bareRepo({ path: "/srv/bare.git", user: "drover-key", group: "drover-key" }));
    strictEqual(await sh("find /srv/bare.git -printf '%u:%g\\n' | sort -u"), "drover-key:drover-key\n");
    await dryWet(() => git.bareRepo({ path: "/srv/bare.git", present: false }));
  });

  await t.step("git.config sets what a user, the system and a repository have", async () => {
    await dryWet(() => git.config({ key: "Core.Editor", value: "ed it's" }));
    await dryWet(() => git.config({ key: "core.editor", value: "vi" }));
    strictEqual(await sh("HOME=/root git config --global --get-all core.editor"), "vi\n");
    await dryWet(() => git.config({ key: "demo.path", value: "a", system: true }));
    await dryWet(() => git.config({ key: "demo.path", value: "b", system: true, multiValue: true }));
    strictEqual(await sh("git config --system --get-all demo.path"), "a\nb\n");
    await dryWet(() => git.config({ key: "demo.path", value: "c", repo: ORIGIN }));
    strictEqual(await sh(`git -C ${ORIGIN} config --local demo.path`), "c\n");
  });

  await t.step("facts of a repository are what git says", async () => {
    let checked = false;
    const repo = "/srv/rebased";
    const outcome = await run(async (host) => {
      const [branch, tags, tracking, local, remote, config, has, hasNot] = await Promise.all([
        host.fact(git.GitBranch, { repo }),
        host.fact(git.GitTag, { repo }),
        host.fact(git.GitTrackingBranch, { repo }),
        host.fact(git.GitLocalCommit, { repo }),
        host.fact(git.GitRemoteBranchCommit, { repo }),
        host.fact(git.GitConfig, { repo }),
        host.fact(git.GitHasCommit, { repo, commit: "v1" }),
        host.fact(git.GitHasCommit, { repo: "/srv/tagged", commit: "origin/main" }),
      ]);
      deepStrictEqual([branch, tracking, local, remote], ["main", "origin/main", await head(repo), await head(ORIGIN)]);
      deepStrictEqual([has, hasNot], [true, false]);
      ok(["stable", "v1"].every((tag) => tags.includes(tag)));
      deepStrictEqual(config["remote.origin.url"], [SRC]);
      checked = true;
    });
    deepStrictEqual([outcome.results.hosts.get(bed.host.address)!.error, checked], [undefined, true]);
  });
});

async function worktreeSteps(t: Deno.TestContext, bed: ServerBed, commit: (text: string) => Promise<string>) {
  const { dryWet, run, sh } = bed;
  const repo = "/srv/trunk";
  await sh(`git clone -q ${SRC} ${repo}`);

  await t.step("git.worktree makes a branch that follows another, and pulls what is new", async () => {
    const args = { worktree: "/srv/work tree", repo, newBranch: "mine", commitish: "origin/main" };
    await dryWet(() => git.worktree(args));
    await commit("worktree");
    await dryWet(() => git.worktree({ worktree: args.worktree, rebase: true }));
    await sh("test -e '/srv/work tree/worktree'");
    await dryWet(() => git.worktree({ worktree: args.worktree, present: false }));
  });

  await t.step("git.worktree takes a detached commit, and pulls from where it is told", async () => {
    const worktree = "/srv/detached";
    await dryWet(() => git.worktree({ worktree, repo, detached: true, commitish: "v1", pull: false }));
    const from = { worktree, fromRemoteBranch: ["origin", "main"] };
    await dryWet(() => git.worktree(from));
    await sh("echo change >/srv/detached/text");
    await dryWet(() => git.worktree({ worktree, present: false, force: true }));
  });

  await t.step("git.worktree belongs to a bare repository, and to an owner", async () => {
    await sh(`git clone -q --bare ${SRC} /srv/trunk.git`);
    const args = { worktree: "/srv/from bare", repo: "/srv/trunk.git", commitish: "other", assumeRepoExists: true };
    await dryWet(() => git.worktree({ ...args, user: "drover-key", group: "staff", pull: false }));
    strictEqual(await sh("find '/srv/from bare' -printf '%u:%g\\n' | sort -u"), "drover-key:staff\n");
    const pulling = { worktree: args.worktree, fromRemoteBranch: ["origin", "other"] };
    match(failureOf(await run(() => git.worktree(pulling))).message, /belongs to drover-key, and git refuses/);
  });
}
