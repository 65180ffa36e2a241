import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as git from "../../src/modules/git/mod.ts";
import { dry, linesFrom, readFact, run, wet } from "./local_host.ts";

const ignore = (await run("command -v git")).code !== 0;

/** A folder with a repository `origin` that has one commit, a tag and a second branch. */
async function withOrigin(body: (folder: string, env: Record<string, string>) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "drover git" });
  const env = {
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@x.org",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@x.org",
  };
  try {
    const start =
      "git init -q -b main origin && cd origin && git commit -q --allow-empty -m one && git tag v1 && git tag stable";
    await linesFrom(`cd '${folder}' && ${start} && git branch other`, { env });
    await body(folder, env);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const commit = (folder: string, env: Record<string, string>) =>
  linesFrom(`cd '${folder}/origin' && git commit -q --allow-empty -m more`, { env });

Deno.test(
  { name: "a repository is cloned once, and pulled only when its remote has moved", ignore },
  () =>
    withOrigin(async (folder, env) => {
      const args = { src: `${folder}/origin`, dest: `${folder}/my copy` };
      strictEqual((await wet(git.repo, args, { env })).commands.length, 2);
      deepStrictEqual(await dry(git.repo, args, { env }).then(({ commands, noop }) => [commands, noop]), [
        [],
        `repository ${args.dest} is up to date`,
      ]);
      await commit(folder, env);
      deepStrictEqual((await wet(git.repo, args, { env })).commands, [`cd '${args.dest}' && git pull`]);
      deepStrictEqual((await dry(git.repo, args, { env })).commands, []);
    }),
);

Deno.test(
  { name: "a repository goes to another branch, a tag and a commit, and stays there", ignore },
  () =>
    withOrigin(async (folder, env) => {
      const args = { src: `${folder}/origin`, dest: `${folder}/copy` };
      await wet(git.repo, { ...args, branch: "main" }, { env });
      await commit(folder, env);
      const [newest] = await linesFrom(`cd '${folder}/origin' && git rev-parse HEAD`, { env });
      for (const branch of ["other", "stable", newest!, "v1", "main"]) {
        ok((await wet(git.repo, { ...args, branch }, { env })).commands.length > 0, branch);
        deepStrictEqual((await dry(git.repo, { ...args, branch }, { env })).commands, [], branch);
      }
      strictEqual(await readFact(git.GitLocalCommit, { repo: args.dest }, { env }), newest);
      const fresh = { src: args.src, dest: `${folder}/fresh`, branch: newest! };
      await wet(git.repo, fresh, { env });
      deepStrictEqual((await dry(git.repo, fresh, { env })).commands, []);
    }),
);

Deno.test(
  { name: "facts of a repository are what git says, also for a tracking branch of another name", ignore },
  () =>
    withOrigin(async (folder, env) => {
      await linesFrom(
        `cd '${folder}' && git clone -q -o upstream origin c && cd c && git checkout -q -b mine upstream/other`,
        {
          env,
        },
      );
      const repo = `${folder}/c`;
      const [other] = await linesFrom(`cd '${folder}/origin' && git rev-parse other`, { env });
      await commit(folder, env);
      const [main] = await linesFrom(`cd '${folder}/origin' && git rev-parse main`, { env });
      strictEqual(await readFact(git.GitBranch, { repo }, { env }), "mine");
      deepStrictEqual(await readFact(git.GitTag, { repo }, { env }), ["stable", "v1"]);
      strictEqual(await readFact(git.GitTrackingBranch, { repo }, { env }), "upstream/other");
      strictEqual(await readFact(git.GitLocalCommit, { repo, ref: "v1" }, { env }), other);
      strictEqual(await readFact(git.GitRemoteBranchCommit, { repo }, { env }), other);
      strictEqual(
        await readFact(git.GitRemoteBranchCommit, { repo, remote: "upstream", branch: "main" }, { env }),
        main,
      );
      strictEqual(
        await readFact(git.GitRemoteBranchCommit, { repo, remote: "upstream", branch: "none" }, { env }),
        null,
      );
      strictEqual(await readFact(git.GitBranch, { repo: `${folder}/none` }, { env }), null);
      strictEqual(await readFact(git.GitLocalCommit, { repo: folder }, { env }), null);
    }),
);

Deno.test(
  { name: "a setting is set, replaced and added, whatever is in it", ignore },
  () =>
    withOrigin(async (folder, env) => {
      const values = ['it\'s $HOME = "x"', "two\nlines"];
      for (const value of values) {
        await wet(git.config, { key: "Demo.Sub.Name", value }, { env });
        deepStrictEqual((await dry(git.config, { key: "Demo.Sub.Name", value }, { env })).commands, []);
        deepStrictEqual((await readFact(git.GitConfig, {}, { env }))["demo.Sub.name"], [value]);
      }
      await wet(git.config, { key: "demo.Sub.name", value: "b", multiValue: true }, { env });
      deepStrictEqual((await readFact(git.GitConfig, {}, { env }))["demo.Sub.name"], ["two\nlines", "b"]);
      await wet(git.config, { key: "demo.Sub.name", value: "c" }, { env });
      deepStrictEqual((await readFact(git.GitConfig, {}, { env }))["demo.Sub.name"], ["c"]);
      await wet(git.config, { key: "demo.own", value: "1", repo: `${folder}/origin` }, { env });
      deepStrictEqual((await readFact(git.GitConfig, { repo: `${folder}/origin` }, { env }))["demo.own"], ["1"]);
    }),
);

Deno.test(
  { name: "a worktree is made, pulled when its remote has moved, and removed", ignore },
  () =>
    withOrigin(async (folder, env) => {
      const [repo, worktree] = [`${folder}/copy`, `${folder}/work tree`];
      await wet(git.repo, { src: `${folder}/origin`, dest: repo, branch: "other" }, { env });
      await wet(git.worktree, { worktree, repo, newBranch: "mine", commitish: "origin/main" }, { env });
      deepStrictEqual((await dry(git.worktree, { worktree, repo }, { env })).commands, []);
      await commit(folder, env);
      deepStrictEqual((await wet(git.worktree, { worktree }, { env })).commands, [`cd '${worktree}' && git pull`]);
      deepStrictEqual((await dry(git.worktree, { worktree }, { env })).commands, []);
      await wet(git.worktree, { worktree, present: false }, { env });
      deepStrictEqual((await dry(git.worktree, { worktree, present: false }, { env })).commands, []);
    }),
);

Deno.test({ name: "a bare repository is made once, and removed", ignore }, () =>
  withOrigin(async (folder, env) => {
    const args = { path: `${folder}/bare.git` };
    await wet(git.bareRepo, args, { env });
    deepStrictEqual((await dry(git.bareRepo, args, { env })).commands, []);
    await linesFrom(`git -C '${args.path}' rev-parse --is-bare-repository`, { env });
    await wet(git.bareRepo, { ...args, present: false }, { env });
    deepStrictEqual((await dry(git.bareRepo, { ...args, present: false }, { env })).commands, []);
  }));
