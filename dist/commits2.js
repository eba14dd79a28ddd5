export { z as resolveRevisions } from "./shared.js";
