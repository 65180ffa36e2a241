import { type KeyOperation, rpmKey } from "../rpm/key.ts";

/** Imports the keys that sign packages. */
export const key: KeyOperation = rpmKey("yum", "Red Hat and relatives.");
