package imagefactory.trust;

import imagefactory.core.image.Bytes;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Statement.Subject;
import java.util.List;

/** Statements to sign. */
final class Said {
    static final Subject PORTAL =
            new Subject("ghcr.io/acme/portal", Bytes.utf8("manifest").digest());
    static final Statement SIGNATURE = new Statement(Statement.COSIGN_SIGN, List.of(PORTAL), Bytes.utf8("{}"));
    static final Statement SBOM = new Statement(
            Statement.CYCLONEDX,
            List.of(PORTAL, new Subject("", Bytes.utf8("other").digest())),
            Bytes.utf8("{ \"bomFormat\": \"CycloneDX\",\n \"score\": 9.80, \"name\": \"ä\\u00e4 𝄞\" }"));

    private Said() {}

    static Statement saying(String predicate) {
        return new Statement(Statement.CYCLONEDX, List.of(PORTAL), Bytes.utf8(predicate));
    }
}
