package imagefactory.builder.dispatch;

import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One holder at a time, over threads and over processes of this machine; freed by the kernel when its holder dies. */
final class LockFile {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long AGAIN_NANOS = 5_000_000;

    /** A file lock is a process's, not a thread's: threads queue here first. */
    private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock threads;

    LockFile(Path file) {
        this.file = file;
        threads = IN_THIS_JVM.computeIfAbsent(file, any -> new ReentrantLock());
    }

    /** @throws Unavailable if somebody else holds it for longer than 3 s */
    Held hold() throws IOException, Unavailable {
        try {
            if (!threads.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("waiting for " + file + " was interrupted", e);
        }
        try {
            return new Held(threads, lock());
        } catch (IOException | Unavailable | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    private FileChannel lock() throws IOException, Unavailable {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isLocked(channel)) {
                return channel;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw busy();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        @Nullable FileLock lock = channel.tryLock();
        while (lock == null && System.nanoTime() < until) {
            LockSupport.parkNanos(AGAIN_NANOS);
            lock = channel.tryLock();
        }
        return lock != null;
    }

    private Unavailable busy() {
        return new Unavailable("the lock of the builds, " + file + ", is held by another process for more than "
                + PATIENCE.toSeconds() + " s; look for a factory that is stopped or hangs");
    }

    /** The lock while it is held. */
    record Held(ReentrantLock threads, FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                threads.unlock();
            }
        }
    }
}
