package imagefactory.scanner;

/** Trivy could not open the database that it was given. */
final class DatabaseUnreadable extends Exception {
    private static final long serialVersionUID = 1;

    DatabaseUnreadable(String said) {
        super(said);
    }
}
