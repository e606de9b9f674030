package io.github.s3agrants.advice;

import org.apache.hadoop.fs.store.audit.AuditSpan;

/** The span of an S3A operation. */
record NamedSpan(String operation) implements AuditSpan {
  @Override
  public String getSpanId() {
    return "span-1";
  }

  @Override
  public String getOperationName() {
    return operation;
  }

  @Override
  public long getTimestamp() {
    return 0;
  }

  @Override
  public AuditSpan activate() {
    return this;
  }

  @Override
  public void deactivate() {}
}
