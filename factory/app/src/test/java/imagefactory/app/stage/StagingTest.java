package imagefactory.app.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagingTest {
    private static final Repository PORTAL = Repository.parse("ghcr.io/acme/portal");

    @ParameterizedTest
    @CsvSource({
        "{registry}/{repository}-build, ghcr.io/acme/portal-build",
        "{registry}/staging/{repository}, ghcr.io/staging/acme/portal",
        "127.0.0.1:5000/{repository}, 127.0.0.1:5000/acme/portal",
        "registry.acme.test/staging, registry.acme.test/staging",
    })
    void theImagesNamesAreFilledIn(String pattern, String repository) {
        assertThat(new Staging(pattern).of(PORTAL)).isEqualTo(Repository.parse(repository));
    }

    @Test
    void theLongestNamesThatARegistryTakesAreCutAndStayApart() {
        var staging = new Staging("{registry}/staging/{repository}-build");
        var path = "acme/" + "a".repeat(182) + "." + "b".repeat(67);
        var long1 = staging.of(new Repository("ghcr.io", path));
        var long2 = staging.of(new Repository("ghcr.io", path.substring(0, 254) + "c"));

        assertThat(path).hasSize(255);
        assertThat(long1.path()).matches("staging/acme/a{178}-[0-9a-f]{16}-build");
        assertThat(long2).isNotEqualTo(long1);
    }

    @Test
    void whatIsPublishedIsNeverWhereBuildsArePushed() {
        assertThatThrownBy(() -> new Staging("{registry}/{repository}").of(PORTAL))
                .hasMessage("factory.staging must not be the repository that is published: {registry}/{repository}");
    }

    @Test
    void aPatternThatMakesNoRepositoryIsRefused() {
        assertThatThrownBy(() -> new Staging("{registry}/{name}").of(PORTAL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
