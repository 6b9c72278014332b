package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.catalog.CatalogOrigin.InFile;
import imagefactory.core.catalog.CatalogOrigin.InGit;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CatalogOriginTest {
    @Test
    void aPathIsAFile() {
        assertThat(CatalogOrigin.parse("conf/images.yaml")).isEqualTo(new InFile(Path.of("conf/images.yaml")));
    }

    @Test
    void aUrlWithABranchAndAPathIsAFileInGit() {
        var origin = CatalogOrigin.parse("git git@git.test:acme/images.git#release/1:conf/images.yaml");

        assertThat(origin)
                .isEqualTo(
                        new InGit(URI.create("ssh://git@git.test/acme/images.git"), "release/1", "conf/images.yaml"));
        assertThat(origin).hasToString("git ssh://git@git.test/acme/images.git#release/1:conf/images.yaml");
        assertThat(CatalogOrigin.parse(origin.toString())).isEqualTo(origin);
    }

    @Test
    void whatIsNeitherSaysWhatToWrite() {
        assertThatThrownBy(() -> CatalogOrigin.parse("git https://git.test/acme/images.git"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("factory.catalog begins with git and goes on otherwise than expected. "
                        + "Write git https://host/path.git#main:images.yaml.");
        assertThatThrownBy(() -> CatalogOrigin.parse("git https://ada:word@git.test/a.git#main:images.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carries credentials. Remove them")
                .hasMessageNotContaining("word@");
    }
}
