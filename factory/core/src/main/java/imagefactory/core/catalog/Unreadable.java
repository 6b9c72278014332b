package imagefactory.core.catalog;

/** A text of the file that is not what its key needs. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String remedy;

    /**
     * @param what goes on after the key and its value: {@code cannot be read.}
     * @param remedy a sentence: what to write instead
     */
    Unreadable(String what, String remedy) {
        super(what, null, false, false);
        this.what = what;
        this.remedy = remedy;
    }

    static Unreadable write(String remedy) {
        return new Unreadable("cannot be read.", "Write " + remedy + ".");
    }

    String what() {
        return what;
    }

    String remedy() {
        return remedy;
    }
}
