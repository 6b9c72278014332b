package imagefactory.core.dockerfile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What someone probably meant. */
final class Nearest {
    private static final int MAX_DISTANCE = 2;
    private static final int MAX_LENGTH = 64;

    private Nearest() {}

    /** One sentence: the known word next to this one, or all of them. */
    static String advice(String prefix, String word, Collection<String> known) {
        var all = known.stream()
                .sorted()
                .map(name -> prefix + name)
                .limit(MAX_LENGTH)
                .toList();
        return to(word, known)
                .map(name -> "Did you mean " + prefix + name + "?")
                .orElse(all.isEmpty() ? "Remove it." : "Write one of " + String.join(", ", all) + ".");
    }

    private static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(name -> Math.max(name.length(), word.length()) <= MAX_LENGTH)
                .filter(name -> distance(word, name) <= MAX_DISTANCE)
                .min(Comparator.comparingInt((String name) -> distance(word, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
