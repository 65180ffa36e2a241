/** Nix: packages, channels and generations of NixOS and others. @module */
export * from "./facts.ts";
