package imagefactory.core.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Guesses what a person meant by a word that is not known: one slip for three letters, case and hyphens aside. */
public final class Nearest {
    private static final int LONGEST = 64;
    private static final int LETTERS_PER_SLIP = 3;

    private Nearest() {}

    /** The known word that was meant, the first one of those that are as near; empty where none is near. */
    public static Optional<String> to(String written, Collection<String> known) {
        return to(written, known, Function.identity());
    }

    /** The same for things that go by a word. */
    public static <T> Optional<T> to(String written, Collection<T> known, Function<T, String> word) {
        record Guess<T>(T thing, int distance) {}
        return known.stream()
                .map(thing -> new Guess<>(thing, distance(written, word.apply(thing))))
                .filter(guess -> guess.distance() < Integer.MAX_VALUE)
                .min(Comparator.comparingInt(Guess::distance))
                .map(Guess::thing);
    }

    /** Slips between two words; the largest number where they are too far apart to be the same. */
    private static int distance(String written, String known) {
        var left = plain(written);
        var right = plain(known);
        if (left.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        int slips = slips(left, right);
        return slips * LETTERS_PER_SLIP <= right.length() ? slips : Integer.MAX_VALUE;
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Letters put in, left out, changed or swapped with the next (optimal string alignment). */
    private static int slips(String left, String right) {
        var rows = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                rows[i][j] = cell(rows, i, j, left, right);
            }
        }
        return rows[left.length()][right.length()];
    }

    private static int cell(int[][] rows, int i, int j, String left, String right) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + change);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
