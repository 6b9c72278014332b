package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Flags.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The grammar of HEALTHCHECK. */
final class Healthcheck {
    private static final List<String> DURATIONS = List.of("interval", "timeout", "start-period", "start-interval");
    private static final Map<String, Kind> FLAGS = Map.of(
            "interval",
            Kind.ONE,
            "timeout",
            Kind.ONE,
            "start-period",
            Kind.ONE,
            "start-interval",
            Kind.ONE,
            "retries",
            Kind.ONE);
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{0,18})?|\\.[0-9]{1,18})(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern RETRIES = Pattern.compile("\\+?[0-9]{1,9}|-0+");
    private static final double MIN_NANOS = 1e6;
    private static final double MAX_NANOS = Long.MAX_VALUE;

    private Healthcheck() {}

    static Instruction checked(Instruction in) throws Malformed {
        if (in.arguments().isEmpty()) {
            throw new Malformed("HEALTHCHECK has nothing behind it.", "Write HEALTHCHECK CMD, or HEALTHCHECK NONE.");
        }
        switch (in.arguments().getFirst().toUpperCase(Locale.ROOT)) {
            case "NONE" -> checkNone(in);
            case "CMD" -> checkCommand(in);
            default ->
                throw new Malformed(
                        "HEALTHCHECK " + in.arguments().getFirst() + " is unknown.", "Write CMD or NONE there.");
        }
        return in;
    }

    private static void checkNone(Instruction in) throws Malformed {
        if (in.arguments().size() > 1) {
            throw new Malformed("HEALTHCHECK NONE has something behind it.", "Remove it.");
        }
    }

    private static void checkCommand(Instruction in) throws Malformed {
        var flags = Flags.parse(in.flags(), FLAGS);
        if (in.arguments().size() == 1) {
            throw new Malformed("HEALTHCHECK CMD has no command.", "Write the command behind it.");
        }
        for (var name : DURATIONS) {
            checkDuration(name, flags.one(name).orElse(""));
        }
        var retries = flags.one("retries").orElse("");
        if (!retries.isEmpty() && !RETRIES.matcher(retries).matches()) {
            throw new Malformed("--retries is " + Text.quoted(retries) + ".", "Write a number from 0.");
        }
    }

    private static void checkDuration(String name, String text) throws Malformed {
        double nanos = text.isEmpty() ? 0 : nanos(text);
        if (Double.isNaN(nanos) || nanos > MAX_NANOS || (nanos != 0 && nanos < MIN_NANOS)) {
            throw new Malformed(
                    "--" + name + " is " + Text.quoted(text) + ".", "Write a duration from 1 ms, as 30s or 1m30s.");
        }
    }

    /** As Go reads durations; no number if it is none. */
    private static double nanos(String text) {
        var signless = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (signless.equals("0")) {
            return 0;
        }
        var matcher = NUMBER_AND_UNIT.matcher(signless);
        double sum = 0;
        int end = 0;
        while (end < signless.length() && matcher.find(end) && matcher.start() == end) {
            sum += Double.parseDouble(matcher.group(1)) * nanosOf(matcher.group(2));
            end = matcher.end();
        }
        boolean all = end == signless.length() && end > 0;
        return all ? (text.startsWith("-") ? -sum : sum) : Double.NaN;
    }

    private static double nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 1e3;
        };
    }
}
