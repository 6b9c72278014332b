package imagefactory.core.dockerfile;

/**
 * A source of ADD outside of the context whose content nothing pins: a change of it is not noticed.
 *
 * @param source as expanded
 * @param line the first line of its instruction
 * @param stage the index of its stage
 */
public record Untracked(String source, int line, int stage) {
    /** What to tell people, in one sentence and the next move. */
    public String warning() {
        return "Line " + line + ": changes of " + source + " are not noticed. "
                + (source.contains(".git") || source.startsWith("git")
                        ? "Name a commit behind #, or give --checksum."
                        : "Give --checksum=sha256:….");
    }
}
