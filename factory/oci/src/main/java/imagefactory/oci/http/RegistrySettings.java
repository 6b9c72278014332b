package imagefactory.oci.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How registries are spoken to.
 *
 * @param insecure registries, with their ports, that are spoken to by plain http, and no other ever is: {@code 127.0.0.1:5000}
 * @param dockerConfig the accounts: a {@code config.json} as docker writes it; empty for none
 * @param cas PEM files with certificates that are trusted beside the default ones
 * @param concurrency calls under way to one registry at a time, and half as many blobs each way
 * @param timeout the longest a call that moves no blobs takes, all its attempts together; at most 5 s
 * @param stall after how long without a byte the transfer of a blob is given up
 */
public record RegistrySettings(
        Set<String> insecure,
        Optional<Path> dockerConfig,
        List<Path> cas,
        int concurrency,
        Duration timeout,
        Duration stall) {
    private static final int CONCURRENCY = 8;
    private static final Duration TIMEOUT = Duration.ofMillis(4_500);
    private static final Duration STALL = Duration.ofSeconds(30);

    public RegistrySettings {
        insecure = Set.copyOf(insecure);
        cas = List.copyOf(cas);
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is " + concurrency + ": at least 1 expected");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofSeconds(5)) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + ": more than 0 and at most 5 s expected");
        }
        if (stall.isNegative() || stall.isZero()) {
            throw new IllegalArgumentException("stall is " + stall + ": more than 0 expected");
        }
    }

    /** Anonymous, https only, the JDK's trust. */
    public static RegistrySettings defaults() {
        return new RegistrySettings(Set.of(), Optional.empty(), List.of(), CONCURRENCY, TIMEOUT, STALL);
    }

    public RegistrySettings insecure(Set<String> registries) {
        return new RegistrySettings(registries, dockerConfig, cas, concurrency, timeout, stall);
    }

    public RegistrySettings dockerConfig(Path file) {
        return new RegistrySettings(insecure, Optional.of(file), cas, concurrency, timeout, stall);
    }

    public RegistrySettings cas(List<Path> files) {
        return new RegistrySettings(insecure, dockerConfig, files, concurrency, timeout, stall);
    }

    public RegistrySettings limits(int atATime, Duration call, Duration idle) {
        return new RegistrySettings(insecure, dockerConfig, cas, atATime, call, idle);
    }
}
