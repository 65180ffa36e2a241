/** SSH from the host to further hosts. @module */
export { command } from "./command.ts";
export { download } from "./download.ts";
export { keyscan } from "./keyscan.ts";
export { upload } from "./upload.ts";
