package imagefactory.local;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Starting in a folder, three times at most. A port can be lost to someone else between choosing and using it, and the
 * processes of a killed PostgreSQL take a moment to notice that they have to go.
 */
final class Attempts {
    private static final int MOST = 3;

    /** One attempt. */
    interface Start<T> {
        T in(Folder folder) throws IOException;
    }

    private Attempts() {}

    /** The folder is given back when nothing runs in it in the end. */
    static <T> T with(Folder folder, Start<T> start) throws IOException {
        try {
            return again(folder, start, 1);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static <T> T again(Folder folder, Start<T> start, int attempt) throws IOException {
        try {
            return start.in(folder);
        } catch (NotStarted e) {
            if (attempt == MOST) {
                throw e;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            return again(folder, start, attempt + 1);
        }
    }
}
