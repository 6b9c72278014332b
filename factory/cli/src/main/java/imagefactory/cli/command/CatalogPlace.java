package imagefactory.cli.command;

import imagefactory.cli.terminal.Terminal;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogFile.Reading;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.Managed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the catalog that a person names. */
final class CatalogPlace {
    static final int MOST_BYTES = 16 << 20;

    private CatalogPlace() {}

    static Reading read(Terminal terminal, String file) throws Refused, CatalogInvalid {
        return read(file, terminal.read(file, MOST_BYTES));
    }

    private static Reading read(String file, byte[] bytes) throws CatalogInvalid {
        var folder = file.equals("-") ? Path.of("") : folder(Path.of(file));
        return CatalogFile.read(file, bytes, folder.toAbsolutePath());
    }

    /** As {@link #read}, for a command that needs a catalog without faults. */
    static Reading usable(Terminal terminal, String file) throws Refused {
        return usable(file, terminal.read(file, MOST_BYTES));
    }

    /** As {@link #usable(Terminal, String)}, of bytes that were read already. */
    static Reading usable(String file, byte[] bytes) throws Refused {
        try {
            return read(file, bytes);
        } catch (CatalogInvalid invalid) {
            throw new Refused(
                    new Problem(
                            Problem.Code.CATALOG_INVALID,
                            String.valueOf(invalid.getMessage()),
                            "Correct them; validate shows them again."),
                    invalid);
        }
    }

    /** An image that is built here. */
    static Managed managed(Terminal terminal, String file, String name) throws Refused {
        var images = usable(terminal, file).catalog();
        return images.named(name)
                .filter(Managed.class::isInstance)
                .map(Managed.class::cast)
                .orElseThrow(() -> new Refused(new Problem(
                        Problem.Code.IMAGE_UNKNOWN,
                        "No image that is built here is enrolled as \"" + name + "\" in " + file + ".",
                        "Choose one of: "
                                + images.managed().stream().map(Managed::name).collect(Collectors.joining(", "))
                                + ".")));
    }

    /** {@code 1 image}, {@code 2 images}. */
    static String counted(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static Path folder(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .orElse(Path.of("/"));
    }
}
