/** Prints the total of the runs counted in a file: `node print-total.ts <file>`. Prints nothing when none was. */
import { listCounts, printCounts, sumCounts } from "./counts.ts";

const [, , file] = process.argv;
const counts = file === undefined ? [] : listCounts(file);
if (counts.length > 0) console.log(printCounts(sumCounts(counts)));
