package imagefactory.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Counts from outside what the runs of an image have left behind: everything once. */
record Audit(Premises premises, String image) {
    private static final List<String> OF_INDEX =
            List.of("https://sigstore.dev/cosign/sign/v1", "https://slsa.dev/provenance/v1");
    private static final List<String> OF_PLATFORM = List.of(
            "https://cosign.sigstore.dev/attestation/vuln/v1",
            "https://cyclonedx.org/bom",
            "https://sigstore.dev/cosign/sign/v1");
    private static final List<String> MILESTONES = List.of(
            "planned", "building", "built", "scanned", "released", "signed", "attested", "verified", "published");

    /** Index, platform's manifest, a list of referrers for each, and a bundle for each statement. */
    static final long MANIFESTS = 4L + OF_INDEX.size() + OF_PLATFORM.size();

    /** Waits for the image's only run. @return the digest that it published */
    String publishedOnce(Duration within) throws IOException {
        awaitRuns(1, within);
        var run = premises.books().runs(image).getFirst();
        assertThat(run.results()).as("%s", run).endsWith("published");
        assertThat(premises.builds(image)).hasSize(1);
        var digest = stands();
        assertThat(premises.registry().manifests("demo/" + image)).isEqualTo(MANIFESTS);
        assertThat(premises.shelf(image).tags()).hasSize(2);
        announced(run);
        return digest;
    }

    /** The image's newest run. */
    Books.Run run() throws IOException {
        return premises.books().runs(image).getLast();
    }

    /** Waits until another replica than the one of this lease has the newest run. */
    void awaitOtherThan(String lease) {
        await("another replica for " + image)
                .atMost(Duration.ofSeconds(30))
                .until(() -> !run().lease().isEmpty() && !run().lease().equals(lease));
    }

    /** Waits until so many runs are over, and no other is open. */
    void awaitRuns(int count, Duration within) {
        await("the runs of " + image)
                .atMost(within)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() ->
                        assertThat(premises.books().runs(image)).hasSize(count).allMatch(Books.Run::closed));
    }

    /** All tags of the last run stand for what it published, and real cosign verifies all that is said of that. */
    String stands() {
        var shelf = premises.shelf(image);
        var digest = shelf.digest("latest");
        assertThat(shelf.digest(shelf.tags().reversed().get(1))).isEqualTo(digest);
        assertThat(shelf.said(digest)).isEqualTo(OF_INDEX);
        var cosign = premises.cosign();
        cosign.verifies(shelf.image(digest));
        cosign.verifiesAttestation("slsaprovenance1", shelf.image(digest));
        assertThat(shelf.platforms(digest)).hasSize(1);
        for (var platform : shelf.platforms(digest)) {
            assertThat(shelf.said(platform)).isEqualTo(OF_PLATFORM);
            cosign.verifies(shelf.image(platform));
            cosign.verifiesAttestation("cyclonedx", shelf.image(platform));
            cosign.verifiesAttestation("vuln", shelf.image(platform));
        }
        return digest;
    }

    /** Everything was sent, nothing was lost, and no message could not be read. */
    void announced(Books.Run run) throws IOException {
        var books = premises.books();
        await("what is still to be announced")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(books.leftovers()).isZero());
        assertThat(premises.topics().milestones(run.id())).isEqualTo(MILESTONES);
        for (var replica : premises.replicas()) {
            assertThat(replica.faults()).isEmpty();
        }
    }
}
