package imagefactory.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.internal.util.CleanupService;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** What JGit may know of this machine: no configuration of user or system, no environment, and nothing written to either. */
@SuppressWarnings("deprecation") // abstract there, and still to be written
final class QuietSystem extends SystemReader {
    /** Of any file system; too large a value costs a second look at a file that changed just now. */
    private static final Duration CLOCK_OF_FILES = Duration.ofSeconds(1);

    private QuietSystem() {
        setPlatformChecker();
    }

    /**
     * JGit has one for the whole process. Its hook for the end of the JVM, which would remove lock files, is taken over too:
     * to name its thread it loads all 900 of JGit's messages by reflection, a tenth of a second, and it never saw a process
     * that was killed; {@link Mirror} removes what is left of either.
     */
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof QuietSystem)) {
            SystemReader.setInstance(new QuietSystem());
            var _ = new CleanupService(); // makes itself the only one, and leaves the end of the JVM alone
        }
    }

    @Override
    public String getHostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) { // a machine without a name: any will do, it is written into lock files only
            return "localhost";
        }
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public @Nullable String getProperty(String key) {
        return System.getProperty(key);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public long getCurrentTime() {
        return Instant.now().toEpochMilli();
    }

    @Override
    public int getTimezone(long when) {
        return ZoneOffset.UTC.getTotalSeconds();
    }

    /** Configuration that is empty and stays so; what JGit would otherwise find out by writing files is told here. */
    private static final class Nothing extends FileBasedConfig {
        Nothing(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // there is no file
        }

        @Override
        public void save() {
            // JGit keeps its measurements of file systems here: they are made anew
        }

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(
                String section, @Nullable String subsection, String name, long otherwise, TimeUnit unit) {
            return section.equals("filesystem") ? unit.convert(CLOCK_OF_FILES) : otherwise;
        }
    }
}
