/** Flatpak: applications for Linux desktops. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
