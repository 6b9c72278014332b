package imagefactory.app.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the same premises, with two factories that are up, to all tests that ask for them; closes them after the last one. */
final class Shared implements ParameterResolver {
    /** Has nothing to say that is not expected here: its broker goes away. */
    private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

    static {
        CLIENTS.setLevel(Level.OFF);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(Premises.class);
    }

    @Override
    public Premises resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var all = context.getRoot().getStore(ExtensionContext.Namespace.create(Shared.class));
        var premises = all.computeIfAbsent(Premises.class, _ -> open(), Premises.class);
        return whole(premises);
    }

    private static Premises whole(Premises premises) {
        try {
            premises.whole();
            return premises;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Premises open() {
        try {
            return new Premises();
        } catch (Exception e) {
            throw new AssertionError("the premises could not be opened", e);
        }
    }
}
