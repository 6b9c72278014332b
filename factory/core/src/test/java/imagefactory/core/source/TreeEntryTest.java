package imagefactory.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeEntryTest {
    private static final String BLOB = "0a".repeat(20);

    @Test
    void filesAreSortedByPath() {
        var files = List.of(entry("b"), entry("a/z"), entry("a-z"));

        assertThat(files.stream().sorted().map(TreeEntry::path)).containsExactly("a-z", "a/z", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "160000, 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
        "040000, 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
        "644, 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
        "100644, 0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A",
        "100644, 0a0a",
    })
    void submodulesFoldersAndWhatGitDoesNotWriteAreNoFiles(String mode, String blob) {
        assertThatThrownBy(() -> new TreeEntry("x", mode, blob))
                .hasMessage("x has mode " + mode + " and blob " + blob + ": not a file of a tree");
    }

    @Test
    void objectIdsMayBeSha256() {
        assertThat(new TreeEntry("x", "120000", "0a".repeat(32)).blob()).hasSize(64);
    }

    private static TreeEntry entry(String path) {
        return new TreeEntry(path, "100644", BLOB);
    }
}
