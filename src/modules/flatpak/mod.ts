/** Flatpak: applications for Linux desktops. @module */
export * from "./facts.ts";
