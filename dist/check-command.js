export { p as checkCommand } from "./shared.js";
