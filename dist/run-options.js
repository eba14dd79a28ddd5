export { p as runRequest } from "./shared.js";
