export { Y as defaultLogFile } from "./shared.js";
