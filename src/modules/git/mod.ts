/** Git repositories, worktrees and settings. @module */
export * from "./facts.ts";
export { bareRepo } from "./bare_repo.ts";
export { config } from "./config.ts";
export { repo } from "./repo.ts";
export { worktree } from "./worktree.ts";
