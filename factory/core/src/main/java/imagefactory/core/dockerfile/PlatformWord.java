package imagefactory.core.dockerfile;

import imagefactory.core.image.Platform;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Platforms as people write them behind {@code --platform=} (containerd/platforms, "Specifiers"). */
final class PlatformWord {
    private static final Pattern OS = Pattern.compile("([A-Za-z0-9_-]+)(\\([A-Za-z0-9_.%+-]*\\))?");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Set<String> SYSTEMS = Set.of(
            "aix",
            "android",
            "darwin",
            "dragonfly",
            "freebsd",
            "hurd",
            "illumos",
            "ios",
            "js",
            "linux",
            "nacl",
            "netbsd",
            "openbsd",
            "plan9",
            "solaris",
            "windows",
            "zos");
    private static final Set<String> ARCHITECTURES = Set.of(
            "386",
            "amd64",
            "amd64p32",
            "arm",
            "armbe",
            "arm64",
            "arm64be",
            "ppc64",
            "ppc64le",
            "loong64",
            "mips",
            "mipsle",
            "mips64",
            "mips64le",
            "mips64p32",
            "mips64p32le",
            "ppc",
            "riscv",
            "riscv64",
            "s390",
            "s390x",
            "sparc",
            "sparc64",
            "wasm");

    private PlatformWord() {}

    /** @param machine fills in what a single word leaves open */
    static Platform parse(String word, Platform machine) throws Malformed {
        var parts = word.toLowerCase(Locale.ROOT).split("/", -1);
        var system = OS.matcher(parts[0]);
        boolean sound = parts.length <= 3 && system.matches();
        for (int i = 1; i < parts.length; i++) {
            sound &= PART.matcher(parts[i]).matches();
        }
        if (!sound) {
            throw unknown(word);
        }
        var os = system.group(1).equals("macos") ? "darwin" : system.group(1);
        return parts.length == 1 ? single(word, os, machine) : platform(word, os, parts);
    }

    private static Platform single(String word, String os, Platform machine) throws Malformed {
        if (SYSTEMS.contains(os)) {
            return new Platform(os, machine.architecture(), machine.variant());
        }
        var platform = platform(word, machine.os(), new String[] {machine.os(), word.toLowerCase(Locale.ROOT)});
        if (!ARCHITECTURES.contains(platform.architecture())) {
            throw unknown(word);
        }
        return platform;
    }

    private static Platform platform(String word, String os, String[] parts) throws Malformed {
        var variant = parts.length == 3 ? Optional.of(parts[2]) : Optional.<String>empty();
        try {
            return switch (parts[1]) {
                case "i386" -> Platform.of(os, "386", Optional.empty());
                case "armhf" -> Platform.of(os, "arm", Optional.of("v7"));
                case "armel" -> Platform.of(os, "arm", Optional.of("v6"));
                case "arm" -> Platform.of(os, "arm", variant.map(PlatformWord::versioned));
                case "arm64", "aarch64" -> Platform.of(os, "arm64", variant.map(PlatformWord::armv8));
                default -> Platform.of(os, parts[1], variant);
            };
        } catch (IllegalArgumentException e) {
            throw unknown(word);
        }
    }

    private static String versioned(String variant) {
        return Set.of("5", "6", "7", "8").contains(variant) ? "v" + variant : variant;
    }

    private static String armv8(String variant) {
        return switch (variant) {
            case "8", "v8.0" -> "v8";
            case "9", "9.0", "v9.0" -> "v9";
            default -> variant;
        };
    }

    private static Malformed unknown(String word) {
        return new Malformed(
                Text.quoted(word) + " is no platform.", "Write os/architecture, as linux/amd64 or linux/arm/v7.");
    }
}
