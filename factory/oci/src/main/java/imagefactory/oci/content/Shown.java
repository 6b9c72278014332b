package imagefactory.oci.content;

/** Words of a registry as they may stand in a message: one line, printable, not endless. */
public final class Shown {
    private static final int MAX = 300;

    private Shown() {}

    public static String text(String raw) {
        var clean = raw.strip().replaceAll("[^\\p{Graph}\\p{L}\\p{N} ]+", " ");
        return clean.length() <= MAX ? clean : clean.substring(0, MAX) + "…";
    }
}
