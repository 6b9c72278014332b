package imagefactory.scanner;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.scan.ScanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * What a scan found, for people and for code hosts: {@code trivy-<image>-<tag>.sarif} and the same as a table in {@code .txt}.
 *
 * @param folder where they are put, {@code .output} by convention; made if it is not there
 */
public record Reports(Path folder) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /**
     * One image as it was scanned.
     *
     * @param image the enrolled name, in the files' names
     * @param tag in the files' names
     * @param ref where the image is, in the reports
     */
    public record Scanned(String image, String tag, ImageRef ref, SortedMap<Platform, ScanReport> platforms) {
        public Scanned {
            check(image);
            ImageRef.checkTag(tag);
        }

        private static void check(String image) {
            if (!NAME.matcher(image).matches()) {
                throw new IllegalArgumentException(
                        "\"" + image
                                + "\" cannot be part of a file's name: up to 128 letters, digits, and . _ - that do not begin it");
            }
        }
    }

    /** Writes both, whole or not at all. @return the two files, SARIF first */
    public List<Path> write(Scanned scanned) throws IOException {
        var name = "trivy-" + scanned.image() + "-" + scanned.tag();
        Files.createDirectories(folder);
        return List.of(put(name + ".sarif", Sarif.of(scanned)), put(name + ".txt", Table.of(scanned)));
    }

    private Path put(String name, String text) throws IOException {
        var file = folder.resolve(name);
        var fresh = Files.createTempFile(folder, ".report-", "");
        Files.writeString(fresh, text);
        Scratch.openToReaders(fresh);
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
