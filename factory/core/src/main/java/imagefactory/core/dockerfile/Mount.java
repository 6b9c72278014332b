package imagefactory.core.dockerfile;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The value of one {@code RUN --mount}.
 *
 * @param type bind, cache, tmpfs, secret or ssh
 * @param keys what was set, by its long name
 */
record Mount(String type, Map<String, String> keys) {
    private static final Set<String> TYPES = Set.of("bind", "cache", "tmpfs", "secret", "ssh");
    private static final Set<String> SHARING = Set.of("shared", "private", "locked");
    private static final Set<String> TRUTHS =
            Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");
    private static final List<String> KEYS = List.of(
            "type",
            "from",
            "source",
            "target",
            "readonly",
            "readwrite",
            "id",
            "sharing",
            "required",
            "size",
            "mode",
            "uid",
            "gid",
            "env");
    private static final Pattern SIZE =
            Pattern.compile("[0-9]+(\\.[0-9]+)? ?([kmgtp]i?)?b?|\\.[0-9]+ ?([kmgtp]i?)?b?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,11}");
    private static final long MAX_32_BITS = 0xFFFF_FFFFL;

    /** Replaces the variables in a value. */
    interface Expander {
        String expand(String value) throws Malformed;
    }

    /** The image or stage that is mounted, as written: here, and only here, no variable is replaced. */
    static Optional<String> from(String value) throws Malformed {
        var from = Optional.<String>empty();
        for (var field : Csv.fields(value)) {
            if (field.toLowerCase(Locale.ROOT).startsWith("from=")) {
                from = Optional.of(field.substring("from=".length()));
                checkPlain(from.get());
            }
        }
        return from.filter(text -> !text.isEmpty());
    }

    private static void checkPlain(String from) throws Malformed {
        int dollar = from.indexOf('$');
        if (dollar >= 0 && dollar != from.length() - 1) {
            throw new Malformed(
                    "RUN --mount=from=" + from + " has a variable in it.",
                    "Give the image a stage, FROM " + from + " AS name, and mount from=name.");
        }
    }

    static Mount parse(String value, Expander expander) throws Malformed {
        var keys = new HashMap<String, String>();
        var type = "bind";
        for (var field : Csv.fields(value)) {
            int at = field.indexOf('=');
            var key = longName((at < 0 ? field : field.substring(0, at)).toLowerCase(Locale.ROOT), field);
            var text = at < 0 ? bare(key, field) : expander.expand(field.substring(at + 1));
            type = key.equals("type") ? known(text) : type;
            check(key, text, type);
            keys.put(key, text);
        }
        var mount = new Mount(type, keys);
        mount.check();
        return mount;
    }

    private static String longName(String key, String field) throws Malformed {
        var name = switch (key) {
            case "src" -> "source";
            case "dst", "destination" -> "target";
            case "ro" -> "readonly";
            case "rw" -> "readwrite";
            default -> key;
        };
        if (!KEYS.contains(name)) {
            throw new Malformed("RUN --mount has " + Text.quoted(field) + " in it.", Nearest.advice("", name, KEYS));
        }
        return name;
    }

    private static String bare(String key, String field) throws Malformed {
        if (!Set.of("readonly", "readwrite", "required").contains(key)) {
            throw new Malformed(
                    "RUN --mount has " + Text.quoted(field) + " without a value.", "Write " + key + "=value.");
        }
        return "true";
    }

    private static String known(String type) throws Malformed {
        var lower = type.toLowerCase(Locale.ROOT);
        if (!TYPES.contains(lower)) {
            throw new Malformed(
                    "RUN --mount has the type " + Text.quoted(type) + ".", Nearest.advice("", lower, TYPES));
        }
        return lower;
    }

    private static void check(String key, String text, String type) throws Malformed {
        boolean secret = type.equals("secret") || type.equals("ssh");
        boolean fits = switch (key) {
            case "readonly", "readwrite" -> TRUTHS.contains(text);
            case "required" -> secret && TRUTHS.contains(text);
            case "size" -> type.equals("tmpfs") && SIZE.matcher(text).matches();
            case "sharing" -> SHARING.contains(text.toLowerCase(Locale.ROOT));
            case "mode" -> OCTAL.matcher(text).matches() && Long.parseLong(text, 8) <= MAX_32_BITS;
            case "uid", "gid" -> NUMBER.matcher(text).matches() && Long.parseLong(text) <= MAX_32_BITS;
            default -> true;
        };
        if (!fits) {
            throw new Malformed(
                    "RUN --mount=type=" + type + " has " + key + "=" + text + ".", "Correct the value, or remove it.");
        }
    }

    private void check() throws Malformed {
        boolean owned = Set.of("secret", "ssh", "cache").contains(type);
        refuse(
                !owned && (has("mode") || has("uid") || has("gid")),
                "has an owner or a mode",
                "Remove uid, gid and mode.");
        refuse(!type.equals("cache") && has("sharing"), "has sharing", "Remove it.");
        refuse(type.equals("ssh") && is("source"), "has a source", "Remove it, and name the agent by id.");
        if (type.equals("secret")) {
            refuse(is("from"), "has a from", "Remove it.");
            refuse(!is("source") && !is("target") && !is("id"), "says not which secret", "Write id=name.");
            refuse(is("source") && is("id"), "has both source and id", "Remove one of the two.");
        }
        if (type.equals("bind") || type.equals("cache") || type.equals("tmpfs")) {
            refuse(keys.getOrDefault("target", "").equals("/"), "has / as its target", "Mount below it.");
        }
    }

    private void refuse(boolean fault, String what, String advice) throws Malformed {
        if (fault) {
            throw new Malformed("RUN --mount=type=" + type + " " + what + ".", advice);
        }
    }

    private boolean has(String key) {
        return keys.containsKey(key);
    }

    private boolean is(String key) {
        return !keys.getOrDefault(key, "").isEmpty();
    }
}
