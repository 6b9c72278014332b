package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.Transfer;
import imagefactory.core.dockerfile.Variables.Value;
import java.util.List;
import java.util.regex.Pattern;

/** Checks a COPY or ADD with its words expanded, as far as these are certain. */
final class TransferCheck {
    private static final int MAX_MODE = 64;
    private static final Pattern OCTAL = Pattern.compile("0*[0-7]{1,4}");
    private static final Pattern DIGEST =
            Pattern.compile("sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}");
    private static final Pattern NUMERIC = Pattern.compile("[0-9]+");
    private static final Pattern SYMBOLIC =
            Pattern.compile("[ugoa]*([+=-]([rwxXst]*|[ugo]))+(,[ugoa]*([+=-]([rwxXst]*|[ugo]))+)*");

    private TransferCheck() {}

    static void check(Transfer transfer, List<Value> sources, Value chmod, Value checksum) throws Malformed {
        if (chmod.certain() && !chmod.text().isEmpty()) {
            checkMode(transfer, chmod.text());
        }
        if (checksum.certain() && !checksum.text().isEmpty()) {
            checkChecksum(sources, checksum.text());
        }
        for (var source : sources) {
            boolean remote = RemoteSource.isUrl(source.text()) || RemoteSource.isGit(source.text());
            if (!transfer.isAdd() && source.certain() && remote) {
                throw new Malformed("COPY has the source " + source.text() + ".", "Write ADD.");
            }
        }
    }

    private static void checkMode(Transfer transfer, String mode) throws Malformed {
        boolean sound = mode.length() <= MAX_MODE && isMode(mode);
        if (!sound) {
            throw new Malformed(
                    transfer.instruction().keyword() + " --chmod is " + Text.quoted(mode) + ".",
                    "Write an octal mode up to 7777, or a symbolic one, as u=rwX,go=rX.");
        }
    }

    private static boolean isMode(String mode) {
        return NUMERIC.matcher(mode).matches()
                ? OCTAL.matcher(mode).matches()
                : SYMBOLIC.matcher(mode).matches();
    }

    private static void checkChecksum(List<Value> sources, String checksum) throws Malformed {
        if (sources.size() != 1) {
            throw new Malformed("ADD --checksum has " + sources.size() + " sources.", "Write an ADD for each.");
        }
        var source = sources.getFirst();
        if (source.certain() && !RemoteSource.isUrl(source.text()) && !RemoteSource.isGit(source.text())) {
            throw new Malformed(
                    "ADD --checksum has the source " + source.text() + " of the context.", "Remove --checksum.");
        }
        if (RemoteSource.isUrl(source.text()) && !DIGEST.matcher(checksum).matches()) {
            throw new Malformed(
                    "ADD --checksum is " + Text.quoted(checksum) + ".", "Write sha256: and 64 hexadecimal digits.");
        }
    }
}
