/** Hosts without any process, for what measures the engine alone. @module */
export { fakeConnector } from "./fake_connector.ts";
