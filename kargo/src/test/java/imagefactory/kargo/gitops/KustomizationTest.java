package imagefactory.kargo.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Digest;
import imagefactory.kargo.gitops.Kustomization.Wanted;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KustomizationTest {
    private static final Digest DIGEST = new Digest("sha256:" + "4be1".repeat(16));
    private static final Wanted PORTAL = new Wanted("ghcr.io/acme/portal", Optional.empty(), DIGEST);
    private static final Wanted ALIAS = new Wanted("portal", Optional.of("ghcr.io/acme/portal"), DIGEST);
    private static final String OLD = "sha256:" + "0".repeat(64);

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("""
                        # ours
                        images:
                        - name: other
                          newTag: 1 # stays
                        - name: ghcr.io/acme/portal # this one
                          digest: OLD # set by machines
                        resources: [a.yaml]
                        """, """
                        # ours
                        images:
                        - name: other
                          newTag: 1 # stays
                        - name: ghcr.io/acme/portal # this one
                          digest: NEW # set by machines
                        resources: [a.yaml]
                        """),
                Arguments.of("""
                        images:
                          - newTag: "1.4"
                            name: ghcr.io/acme/portal
                        """, """
                        images:
                          - digest: NEW
                            name: ghcr.io/acme/portal
                        """),
                Arguments.of("""
                        images:
                          - newTag: "1.4"
                            digest: OLD
                            name: ghcr.io/acme/portal
                          - name: z
                        """, """
                        images:
                          - digest: NEW
                            name: ghcr.io/acme/portal
                          - name: z
                        """),
                Arguments.of("""
                        images:
                          - name: ghcr.io/acme/portal
                            digest: OLD # of 1.4
                            newTag: 1.4 # goes
                        x: 1
                        """, """
                        images:
                          - name: ghcr.io/acme/portal
                            digest: NEW # of 1.4
                        x: 1
                        """),
                Arguments.of("""
                        images:
                        - name: ghcr.io/acme/portal # new here
                        """, """
                        images:
                        - name: ghcr.io/acme/portal # new here
                          digest: NEW
                        """),
                Arguments.of(
                        "images: [{name: a}, {name: ghcr.io/acme/portal, newTag: x}]\n",
                        "images: [{name: a}, {name: ghcr.io/acme/portal, digest: NEW}]\n"),
                Arguments.of(
                        "images: [{name: ghcr.io/acme/portal, digest: OLD, newTag: x}]\n",
                        "images: [{name: ghcr.io/acme/portal, digest: NEW}]\n"),
                Arguments.of(
                        "images:\n- name: a\n", "images:\n- name: ghcr.io/acme/portal\n  digest: NEW\n- name: a\n"),
                Arguments.of("images: []\n", "images: [{name: ghcr.io/acme/portal, digest: NEW}]\n"),
                Arguments.of("images:\nx: 1\n", "images: [{name: ghcr.io/acme/portal, digest: NEW}]\nx: 1\n"),
                Arguments.of("resources: [a]", "resources: [a]\nimages:\n- name: ghcr.io/acme/portal\n  digest: NEW\n"),
                Arguments.of("", "images:\n- name: ghcr.io/acme/portal\n  digest: NEW\n"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theImageGetsItsDigestAndTheRestStaysAsItWasWritten(String file, String expected) throws Exception {
        var edited = Kustomization.set(file.replace("OLD", OLD), PORTAL);

        assertThat(edited).isEqualTo(expected.replace("NEW", DIGEST.value()));
        assertThat(Kustomization.set(edited, PORTAL)).isEqualTo(edited);
    }

    @Test
    void anImageThatGoesByAnotherNameIsGivenItsOwn() throws Exception {
        assertThat(Kustomization.set("images:\r\n- name: portal\r\n  newName: x\r\n  newTag: y\r\n", ALIAS))
                .isEqualTo(
                        "images:\r\n- name: portal\r\n  newName: ghcr.io/acme/portal\r\n  digest: " + DIGEST + "\r\n");
        assertThat(Kustomization.set("images:\n- name: portal\n", ALIAS))
                .isEqualTo("images:\n- name: portal\n  newName: ghcr.io/acme/portal\n  digest: " + DIGEST + "\n");
        assertThat(Kustomization.set("images: []\n", ALIAS))
                .isEqualTo("images: [{name: 'portal', newName: ghcr.io/acme/portal, digest: " + DIGEST + "}]\n");
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("- a\n", "is no kustomization: one document with keys was expected"),
                Arguments.of("a: 1\n---\nb: 1\n", "is no kustomization: one document with keys was expected"),
                Arguments.of("images: {a: 1}\n", "has no list of images"),
                Arguments.of(
                        "images: [{name: ghcr.io/acme/portal}, {name: ghcr.io/acme/portal}]\n",
                        "has the image ghcr.io/acme/portal twice"),
                Arguments.of(
                        "a: &t x\nimages: [{name: ghcr.io/acme/portal, newTag: *t}]\n",
                        "has an anchor (&t) there, which others may use"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void aFileThatIsNoneIsLeftAlone(String file, String why) {
        assertThatThrownBy(() -> Kustomization.set(file, PORTAL))
                .isInstanceOf(NotEditable.class)
                .hasMessage(why);
    }
}
