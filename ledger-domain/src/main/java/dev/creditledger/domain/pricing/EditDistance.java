package dev.creditledger.domain.pricing;

/** How many characters must be inserted, deleted or replaced to turn one name into another (Levenshtein 1966). */
final class EditDistance {

    private static final int LENGTH_MAX = 128;

    private EditDistance() {}

    /** Names are compared up to their 128th character, so that the cost is bounded. */
    static int between(String one, String other) {
        var a = one.substring(0, Math.min(one.length(), LENGTH_MAX));
        var b = other.substring(0, Math.min(other.length(), LENGTH_MAX));
        var row = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var above = row[j];
                var replaced = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
