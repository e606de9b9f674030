package io.github.s3agrants.examples;

/** The number of S3 requests by kind of signer. */
final class Signers {

  private int vended;
  private int base;
  private int other;

  void add(String signer) {
    switch (signer) {
      case "VENDED" -> vended++;
      case "BASE" -> base++;
      default -> other++;
    }
  }

  int vended() {
    return vended;
  }

  int base() {
    return base;
  }

  int other() {
    return other;
  }

  static String header() {
    return String.format("%8s %8s %8s", "vended", "base", "other");
  }

  @Override
  public String toString() {
    return String.format("%8d %8d %8d", vended, base, other);
  }
}
