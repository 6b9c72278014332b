package imagefactory.core.run;

/** Another replica holds the run by now; whatever this one was about to say no longer counts. */
public final class LeaseLost extends Exception {
    private static final long serialVersionUID = 1;

    public LeaseLost(Run run) {
        super(run + " is another replica's");
    }
}
