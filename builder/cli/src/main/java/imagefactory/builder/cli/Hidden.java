package imagefactory.builder.cli;

import java.util.List;
import java.util.regex.Pattern;

/** A command line as it may be shown: values of what sounds like a secret are left out. */
final class Hidden {
    private static final Pattern SECRET = Pattern.compile(
            "(--build-arg=[^=]*(?:PASSW|TOKEN|SECRET|CREDENTIAL|API_?KEY|PRIVATE|AUTH)[^=]*=).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Hidden() {}

    static String of(List<String> line) {
        return String.join(" ", line.stream().map(Hidden::word).toList());
    }

    private static String word(String word) {
        var matcher = SECRET.matcher(word);
        return matcher.matches() ? matcher.group(1) + "***" : word;
    }
}
