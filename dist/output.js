export { f as assertWritable, p as printFailure, m as printResult, h as progressing, _ as timingLines, v as writeOutput } from "./report.js";
