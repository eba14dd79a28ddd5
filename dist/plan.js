export { T as matrixOf } from "./shared.js";
