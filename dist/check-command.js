export { n as checkCommand } from "./shared.js";
