package imagefactory.cli.command;

import imagefactory.cli.text.Drawing;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Words of the command line as values; what is none is told as wrong usage. */
final class Words {
    private Words() {}

    static Platform platform(String word) throws Refused {
        return read(word, Platform::parse, "Write os/architecture, as linux/amd64.");
    }

    static ImageRef reference(String word) throws Refused {
        return read(word, ImageRef::parse, "Write registry/repository:tag or registry/repository@sha256:….");
    }

    static Digest digest(String word) throws Refused {
        return read(word, Digest::new, "Write sha256:… with all 64 digits.");
    }

    /** A reference, and where it is taken to point. */
    record Change(ImageRef reference, Optional<Digest> digest) {}

    /** {@code REF} or {@code REF=DIGEST}. */
    static Change change(String word) throws Refused {
        int equals = word.indexOf('=');
        if (equals < 0) {
            return new Change(reference(word), Optional.empty());
        }
        var digest = read(word.substring(equals + 1), Digest::new, "Write REF=sha256:… with all 64 digits.");
        return new Change(reference(word.substring(0, equals)), Optional.of(digest));
    }

    static Drawing.Format format(String word) throws Refused {
        return Arrays.stream(Drawing.Format.values())
                .filter(format -> format.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> wrong("\"" + word + "\" is no format.", "Write table, mermaid or dot."));
    }

    static Refused wrong(String what, String advice) {
        return new Refused(new Problem(Problem.Code.BAD_REQUEST, what, advice));
    }

    private static <T> T read(String word, Function<String, T> reader, String advice) throws Refused {
        try {
            return reader.apply(word);
        } catch (IllegalArgumentException e) {
            throw new Refused(new Problem(Problem.Code.BAD_REQUEST, e.getMessage() + ".", advice), e);
        }
    }
}
