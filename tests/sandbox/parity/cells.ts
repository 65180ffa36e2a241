/** A connector whose hosts are this machine, under several names. */
import { connector } from "drover/connectors";
import local from "../../../connectors/local.ts";

export default connector({
  name: "cells",
  connect: local.connect,
  makeNamesData: () => [
    { name: "a", data: { role: "x", port: 1 }, groups: ["web"] },
    { name: "b", data: { role: "y", port: 2 }, groups: ["web", "db"] },
    { name: "c", data: { port: 3 } },
  ],
});
