export { q as defaultLogFile } from "./shared.js";
