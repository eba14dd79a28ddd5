export { K as defaultLogFile } from "./shared.js";
