#!/usr/bin/env node

const oldestNode = 22;

// All else is loaded after this: an older Node cannot even read it.
if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  process.stderr.write(
    `heapgate: this is Node ${process.versions.node}: run it with Node ${oldestNode} or newer\n`,
  );
  process.exitCode = 2;
} else {
  const { endOnFault } = await import('./cli/fault.ts');
  endOnFault();
  const args = process.argv.slice(2);
  const { needsOwnProcess, runInOwnProcess } = await import('./cli/own-process.ts');
  if (needsOwnProcess(args)) {
    process.exitCode = await runInOwnProcess();
  } else {
    const { runCli } = await import('./cli/run-cli.ts');
    process.exitCode = await runCli(args);
  }
}
