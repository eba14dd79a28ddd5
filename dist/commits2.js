export { H as resolveRevisions } from "./shared.js";
