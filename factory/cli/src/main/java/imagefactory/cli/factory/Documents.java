package imagefactory.cli.factory;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;

/** JSON as trees. */
final class Documents {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Documents() {}

    static JsonNode parse(Bytes bytes) throws IOException {
        return JSON.readTree(bytes.array());
    }

    /** An answer of the factory. */
    static JsonNode read(Bytes bytes) throws Refused {
        try {
            return parse(bytes);
        } catch (IOException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.FACTORY_FAULT,
                            "An answer of " + bytes.size() + " bytes is no JSON: " + e.getMessage() + ".",
                            "See whether FACTORY_URL leads to a factory of this release."),
                    e);
        }
    }
}
