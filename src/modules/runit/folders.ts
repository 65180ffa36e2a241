import { z } from "../../api/mod.ts";
import { word } from "../word.ts";

/** The service that an operation is about. */
export const serviceArgument = () =>
  z.string().regex(/^[^\s/.-][^\s/]*$/, "the name of a service").describe("the service, as its directory is called");

/** Where the definitions of services are. */
export const sourcedir = () => word().default("/etc/sv").describe("the directory with the definitions of services");

/** Where the services are that runit supervises. */
export const svdir = () =>
  word().default("/var/service").describe("the directory of supervised services; Debian's is `/etc/service`");
