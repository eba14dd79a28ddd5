export { R as resolveRevisions } from "./shared.js";
