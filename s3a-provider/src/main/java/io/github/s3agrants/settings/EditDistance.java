package io.github.s3agrants.settings;

/** How far two words are apart. */
final class EditDistance {
  private EditDistance() {}

  /**
   * Returns the number of typing errors that lead from one word to another: characters that are
   * missing, too many, wrong, or swapped with their neighbour.
   */
  static int between(String from, String to) {
    int[][] distance = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : next(distance, from, i, to, j);
      }
    }
    return distance[from.length()][to.length()];
  }

  private static int next(int[][] distance, String from, int i, String to, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int best = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
    best = Math.min(best, distance[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
  }
}
