export { g as NothingLeaks } from "./shared.js";
