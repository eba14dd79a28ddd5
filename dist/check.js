export { A as check } from "./shared.js";
