package io.github.s3agrants.tables;

/** What came of a step on one side. */
record StepOutcome(Workload.Step step, Found found, Requests requests) {}
