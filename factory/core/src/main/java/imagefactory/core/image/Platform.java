package imagefactory.core.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an image runs on, in the words of the OCI image-spec: {@code os/architecture[/variant]}.
 *
 * <p>Normalised as containerd does: {@code linux/arm64/v8} is {@code linux/arm64}, {@code linux/arm} is {@code linux/arm/v7},
 * {@code x86_64} is {@code amd64}, {@code aarch64} is {@code arm64}.
 */
public record Platform(String os, String architecture, Optional<String> variant) implements Comparable<Platform> {
    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9_.]{0,31}");

    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64", Optional.empty());
    public static final Platform LINUX_ARM64 = new Platform("linux", "arm64", Optional.empty());

    public Platform {
        check(os);
        check(architecture);
        variant.ifPresent(Platform::check);
    }

    /** @throws IllegalArgumentException if this is not {@code os/architecture} or {@code os/architecture/variant} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Platform parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || parts[parts.length - 1].isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a platform: linux/amd64 or linux/arm/v7 expected");
        }
        return of(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
    }

    /** The normalised platform of these three words. */
    public static Platform of(String os, String architecture, Optional<String> variant) {
        var known = switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "armhf" -> "arm";
            default -> architecture;
        };
        return new Platform(os, known, variant(known, variant));
    }

    @JsonValue
    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(word -> "/" + word).orElse("");
    }

    @Override
    public int compareTo(Platform other) {
        return toString().compareTo(other.toString());
    }

    private static Optional<String> variant(String architecture, Optional<String> variant) {
        return switch (architecture) {
            case "arm64" -> variant.filter(word -> !word.equals("v8") && !word.isEmpty());
            case "arm" -> Optional.of(variant.filter(word -> !word.isEmpty()).orElse("v7"));
            case "amd64" -> variant.filter(word -> !word.equals("v1") && !word.isEmpty());
            default -> variant.filter(word -> !word.isEmpty());
        };
    }

    private static void check(String word) {
        if (!PART.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "\"" + word + "\" is no part of a platform: lower-case letters and digits expected");
        }
    }
}
