package imagefactory.app.outside;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.sign.Signer;
import imagefactory.core.sign.Statement;
import java.util.Optional;

/** Signs with a real key, or refuses as one does whose key cannot be read. */
public final class FakeSigner implements Signer {
    private final Signer real;
    private volatile Optional<Problem> failure = Optional.empty();

    FakeSigner(Signer real) {
        this.real = real;
    }

    public void behave() {
        failure = Optional.empty();
    }

    public void fail(Problem problem) {
        failure = Optional.of(problem);
    }

    @Override
    public Bytes sign(Statement statement) throws Refused {
        if (failure.isPresent()) {
            throw new Refused(failure.get());
        }
        return real.sign(statement);
    }

    @Override
    public String keyId() throws Refused {
        return real.keyId();
    }
}
