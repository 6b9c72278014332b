package imagefactory.core.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Guesses what a person meant by a word that is not known. */
final class Nearest {
    private static final int LONGEST = 64;
    private static final int LETTERS_PER_SLIP = 3;

    private record Guess(String said, int distance, boolean elsewhere) {}

    private Nearest() {}

    /** The key that was meant, with the way to it: one of this place if it is as near as any other. */
    static Optional<String> key(String written, Place place) {
        return best(Arrays.stream(Place.values())
                .filter(other -> other != Place.ENROLLMENT)
                .flatMap(other -> guesses(written, other, other.path("").equals(place.path("")))));
    }

    static Optional<String> word(String written, Collection<String> known) {
        return best(known.stream().map(word -> new Guess(word, distance(written, word), false)));
    }

    private static Stream<Guess> guesses(String written, Place place, boolean here) {
        return place.keys().stream().map(key -> new Guess(place.path(key), distance(written, key), !here));
    }

    private static Optional<String> best(Stream<Guess> guesses) {
        return guesses.filter(guess -> guess.distance() < Integer.MAX_VALUE)
                .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::elsewhere))
                .map(Guess::said);
    }

    /** Slips between two words, case and hyphens aside; the largest number where they are too far apart to be the same. */
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
