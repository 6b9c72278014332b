package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Variables.Value;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the words of EXPOSE, STOPSIGNAL and VOLUME once they are expanded. */
final class ValueCheck {
    private static final Pattern PORT = Pattern.compile(
            "(?:([^/]*):)?(?:(\\+?[0-9]{1,9}(?:-\\+?[0-9]{1,9})?)?:)?(\\+?[0-9]{1,9})(?:-(\\+?[0-9]{1,9}))?(?:/(|tcp|udp|sctp))?",
            Pattern.CASE_INSENSITIVE);
    private static final int MAX_PORT = 65_535;
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final Pattern REAL_TIME = Pattern.compile("RTMIN(\\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?");
    private static final Set<String> SIGNALS = Set.of(
            "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
            "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
            "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

    private ValueCheck() {}

    static void check(String keyword, Value value) throws Malformed {
        switch (keyword) {
            case "EXPOSE" -> checkPorts(value);
            case "STOPSIGNAL" -> checkSignal(value.text());
            case "VOLUME" -> checkVolume(value.text());
            default -> {}
        }
    }

    private static void checkPorts(Value value) throws Malformed {
        for (var word : value.words()) {
            var matcher = PORT.matcher(word);
            boolean sound = matcher.matches() && inOrder(matcher.group(3), matcher.group(4));
            if (!sound) {
                throw new Malformed(
                        "EXPOSE has " + Text.quoted(word) + ".",
                        "Write a port up to 65535, as 8080, 53/udp or 8000-8010.");
            }
        }
    }

    @SuppressWarnings("NullAway") // a group that did not take part is null
    private static boolean inOrder(String first, String last) {
        int start = Integer.parseInt(first);
        int end = last == null ? start : Integer.parseInt(last);
        return start <= end && end <= MAX_PORT;
    }

    private static void checkSignal(String signal) throws Malformed {
        var upper = signal.toUpperCase(Locale.ROOT);
        var name = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
        boolean number = NUMBER.matcher(signal).matches() && Long.parseLong(signal) != 0;
        if (!number && !SIGNALS.contains(name) && !REAL_TIME.matcher(name).matches()) {
            throw new Malformed("STOPSIGNAL is " + Text.quoted(signal) + ".", "Write a signal, as SIGTERM or 15.");
        }
    }

    private static void checkVolume(String path) throws Malformed {
        if (path.isEmpty()) {
            throw new Malformed("VOLUME has an empty path.", "Write the path, or remove it.");
        }
    }
}
