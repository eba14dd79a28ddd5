export { p as assertWritable, m as printFailure, h as printNotice, g as printResult, _ as progressing, y as timingLines, b as writeOutput } from "./report.js";
