/** What dpkg knows: packages of Debian, Ubuntu and their kin. @module */
export { DebArch, DebPackage, type DebPackageInfo, DebPackages } from "./facts.ts";
