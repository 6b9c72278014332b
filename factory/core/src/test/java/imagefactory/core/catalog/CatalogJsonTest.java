package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class CatalogJsonTest {
    private final ObjectMapper json = JsonMapper.builder().findAndAddModules().build();

    @Test
    void imagesComeBackFromJsonAsTheyWere() throws Exception {
        for (var name : Samples.GOOD) {
            for (var image : Samples.sample(name).catalog().images()) {
                assertThat(json.readValue(json.writeValueAsString(image), EnrolledImage.class))
                        .isEqualTo(image);
            }
        }
    }

    @Test
    void partsComeBackFromJsonAsTheyWere() throws Exception {
        var image = Samples.sample("use").catalog().managed().getFirst();

        assertThat(json.readValue(json.writeValueAsString(image.build()), Build.class))
                .isEqualTo(image.build());
        assertThat(json.readValue(json.writeValueAsString(image.tagging()), Tagging.class))
                .isEqualTo(image.tagging());
        assertThat(json.readValue(json.writeValueAsString(image.rebuild()), RebuildPolicy.class))
                .isEqualTo(image.rebuild());
        assertThat(json.readValue("\"{run}\"", TagPattern.class)).isEqualTo(new TagPattern("{run}"));
    }
}
