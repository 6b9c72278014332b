package imagefactory.cli.command;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
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

    private static <T> T read(String word, Function<String, T> reader, String advice) throws Refused {
        try {
            return reader.apply(word);
        } catch (IllegalArgumentException e) {
            throw new Refused(new Problem(Problem.Code.BAD_REQUEST, e.getMessage() + ".", advice), e);
        }
    }
}
