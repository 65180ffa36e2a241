/** Packages of Exherbo and of Gentoo with Paludis. @module */
export * from "./facts.ts";
