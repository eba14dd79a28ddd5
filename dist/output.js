export { m as assertWritable, h as printFailure, g as printResult, _ as progressing, b as writeOutput } from "./report.js";
