/** Portage: packages of Gentoo. @module */
export * from "./facts.ts";
