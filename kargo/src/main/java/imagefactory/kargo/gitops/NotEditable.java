package imagefactory.kargo.gitops;

/** A file is not as an edit needs it. The message goes on after the file's name: "has no key image". */
final class NotEditable extends Exception {
    private static final long serialVersionUID = 1;

    NotEditable(String why) {
        super(why);
    }
}
