/** The agent of puppet. @module */
export { agent } from "./agent.ts";
