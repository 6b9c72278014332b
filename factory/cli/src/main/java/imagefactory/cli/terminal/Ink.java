package imagefactory.cli.terminal;

/** Colours a word, or leaves it as it is. */
public record Ink(boolean on) {
    /** For files, pipes and {@code NO_COLOR}. */
    public static final Ink NONE = new Ink(false);

    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final String YELLOW = "33";
    private static final String BOLD = "1";

    public String good(String word) {
        return colour(GREEN, word);
    }

    public String bad(String word) {
        return colour(RED, word);
    }

    public String busy(String word) {
        return colour(YELLOW, word);
    }

    public String strong(String word) {
        return colour(BOLD, word);
    }

    private String colour(String code, String word) {
        return on && !word.isEmpty() ? "\033[" + code + "m" + word + "\033[0m" : word;
    }
}
