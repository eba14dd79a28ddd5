export { d as checkCommand } from "./shared.js";
