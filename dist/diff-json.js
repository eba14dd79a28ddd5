export { r as renderDiffJson } from "./schema.js";
