package imagefactory.builder.dispatch.kubernetes;

import java.util.concurrent.atomic.AtomicBoolean;

/** Has somebody look, on a thread of its own: a watch must not wait for who looks. Of many hints at once one is enough. */
final class Hint {
    private final Runnable onChange;
    private final AtomicBoolean given = new AtomicBoolean();

    Hint(Runnable onChange) {
        this.onChange = onChange;
    }

    void give() {
        if (given.compareAndSet(false, true)) {
            Thread.ofVirtual().name("build-ended").start(() -> {
                given.set(false); // whatever comes from now on may be missed by this look
                onChange.run();
            });
        }
    }
}
