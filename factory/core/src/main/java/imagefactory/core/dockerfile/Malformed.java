package imagefactory.core.dockerfile;

/** A word or an instruction that breaks a rule, found where its line is not known; it becomes {@link DockerfileInvalid}. */
class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private final String text;
    private final String advice;

    /**
     * @param text what was found, without the line
     * @param advice one sentence, in the imperative
     */
    Malformed(String text, String advice) {
        super(text);
        this.text = text;
        this.advice = advice;
    }

    String text() {
        return text;
    }

    String advice() {
        return advice;
    }

    /** A variable that must be set is not, as far as can be known without the environment of the base image. */
    static final class Unset extends Malformed {
        private static final long serialVersionUID = 1;

        Unset(String text, String advice) {
            super(text, advice);
        }
    }
}
