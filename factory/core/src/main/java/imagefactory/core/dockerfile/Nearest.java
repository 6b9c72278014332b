package imagefactory.core.dockerfile;

import java.util.Collection;

/** What to do about a word that is not known. */
final class Nearest {
    private static final int MOST = 64;

    private Nearest() {}

    /** One sentence: the known word next to this one, or all of them. */
    static String advice(String prefix, String word, Collection<String> known) {
        var all = known.stream().sorted().toList();
        var shown = all.stream().limit(MOST).map(name -> prefix + name).toList();
        return imagefactory.core.text.Nearest.to(word, all)
                .map(name -> "Did you mean " + prefix + name + "?")
                .orElse(all.isEmpty() ? "Remove it." : "Write one of " + String.join(", ", shown) + ".");
    }
}
