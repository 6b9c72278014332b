package imagefactory.source;

import java.time.Duration;

/**
 * What is taken from a repository at most.
 *
 * @param entries files of a context
 * @param depth folders above a file
 * @param readBytes size of a file that is read whole (Dockerfile, ignore file, version file)
 * @param fetchBytes what one fetch may bring
 * @param fetchTime how long one fetch may take
 */
public record GitLimits(int entries, int depth, int readBytes, long fetchBytes, Duration fetchTime) {
    public static final GitLimits DEFAULT = new GitLimits(200_000, 64, 1 << 20, 2L << 30, Duration.ofMinutes(10));
}
