/** Portage: packages of Gentoo. @module */
export * from "./facts.ts";
export * from "./facts_choices.ts";
