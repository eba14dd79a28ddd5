export { Y as forTerminal } from "./report.js";
