export { u as checkCommand, d as publish } from "./shared.js";
