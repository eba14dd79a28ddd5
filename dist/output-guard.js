export { u as assertApart, f as fileFor } from "./report.js";
