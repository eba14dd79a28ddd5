export { B as resolveRevisions } from "./shared.js";
