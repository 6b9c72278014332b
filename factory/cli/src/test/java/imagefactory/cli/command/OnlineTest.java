package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.PlayedFactory;
import imagefactory.cli.Typed;
import imagefactory.cli.factory.FactoryJson;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineTest {
    @TempDir
    Path folder;

    private PlayedFactory factory;
    private Typed terminal;

    @BeforeEach
    void play() throws Exception {
        factory = new PlayedFactory();
        terminal = new Typed().with("FACTORY_URL", factory.url());
    }

    @AfterEach
    void end() {
        factory.close();
    }

    @Test
    void statusIsATableOfAllImages() {
        factory.answers("GET /images", images());

        assertThat(terminal.type("status")).isEqualTo(new Typed.Ended(0, """
                IMAGE     STATE     PUBLISHED             FINDINGS                   BECAUSE
                portal    fresh     sha256:eeeeeeeeeeee…  0 critical 1 medium 1 low  fresh: built from what is true now
                legacy    blocked   -                     -                          gate-refused: acme-tls has a finding.
                postgres  external  -                     -                          built by others
                """, ""));
    }

    @Test
    void wideStatusShowsAllThatIsKnownOfWhatIsPublished() {
        factory.answers("GET /images", images())
                .answers("GET /images/portal", portal(",\"open\":null,\"published\":" + FactoryJson.published()))
                .answers("GET /images/legacy", legacy(",\"open\":null,\"published\":null"))
                .answers("GET /images/postgres", postgres(",\"open\":null,\"published\":null"));

        assertThat(terminal.type("status", "--wide").out()).isEqualTo("""
                IMAGE     STATE     PUBLISHED             PLATFORMS    BUILT FROM                                                          FINDINGS    PROOF                  TAGS                          PROMOTED             BECAUSE
                portal    fresh     sha256:eeeeeeeeeeee…  linux/amd64  127.0.0.1:5000/base/debian:12  sha256:cccccccccccc… on linux/amd64  0 critical  signed                 20261121-094032-3f2c9d1a0b0c  gitops 3f2c9d1a0b0c  fresh: built from what is true now
                                                          linux/arm64  127.0.0.1:5000/base/debian:12  sha256:dddddddddddd… on linux/arm64  1 medium    5 attestations         latest                                             published: base updated 127.0.0.1:5000/base/debian:12  sha256:999999999999… → sha256:cccccccccccc… on linux/amd64
                                                                                                                                           1 low       verified by 5d0c5d0c…
                legacy    blocked   -                     -            -                                                                   -           -                      -                             -                    gate-refused: acme-tls has a finding.
                postgres  external  -                     -            -                                                                   -           -                      -                             -                    built by others
                """);
    }

    @Test
    void statusOfManyImagesIsAskedForPageByPage() {
        factory.answers("GET /images", "{\"faults\":[],\"next\":\"legacy\",\"images\":[" + legacy("") + "]}")
                .answers("GET /images?after=legacy", "{\"faults\":[],\"images\":[" + portal("") + "]}");

        assertThat(terminal.type("status", "--json").out())
                .isEqualTo("{\"faults\":[],\"images\":[" + legacy("") + "," + portal("") + "]}\n");
    }

    @Test
    void statusOfNamedImagesAsksForThoseAlone() {
        factory.answers("GET /images/portal", FactoryJson.image("portal", "stale", "stale: base updated", none()));

        assertThat(terminal.type("status", "portal", "--json").out())
                .isEqualTo(
                        "{\"images\":[" + FactoryJson.image("portal", "stale", "stale: base updated", none()) + "]}\n");
    }

    @Test
    void faultsOfAChangedCatalogAreSaidBesideTheTable() {
        factory.answers(
                "GET /images",
                "{\"images\":[],\"faults\":[{\"file\":\"images.yaml\",\"line\":6,\"column\":3,\"text\":\"unknown key.\",\"remedy\":\"Remove it.\"}]}");

        assertThat(terminal.type("status").err())
                .isEqualTo("images.yaml was changed and is not taken: 6:3 unknown key. Remove it.\n");
    }

    @Test
    void whyTellsTheChainOfCausesAndWhatWasDecidedSince() {
        factory.answers("GET /images/portal/why", """
                {"image":%s,"decisions":[
                {"at":"2026-11-21T09:47:00Z","subject":"portal","kind":"reverted","because":"ada asked for it","data":{"digest":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}},
                {"at":"2026-11-21T09:46:00Z","subject":"portal","kind":"failed","because":"acme-tls has a finding.","data":{"run":21,"problem":"gate-refused"}},
                {"at":"2026-11-21T09:45:00Z","subject":"portal","kind":"opened","because":"base updated","data":{"run":21}},
                {"at":"2026-11-21T09:44:00Z","subject":"portal","kind":"skipped","because":"nothing changed","data":{}},
                {"at":"2026-11-21T09:40:53Z","subject":"portal","kind":"published","because":"base updated","data":{"run":18}}]}
                """.formatted(FactoryJson.image(
                "portal", "fresh", "-", "\"problem\":null,\"open\":null,\"published\":" + FactoryJson.published())));

        assertThat(terminal.type("why", "portal")).isEqualTo(new Typed.Ended(0, """
                portal  127.0.0.1:5000/demo/portal@sha256:eeeeeeeeeeee…  published 09:40:52, 2 platforms, signed by key 5d0c5d0c…, run 18
                  because   base updated  127.0.0.1:5000/base/debian:12  sha256:999999999999… → sha256:cccccccccccc… on linux/amd64   event 7f3e2a10… at 09:40:31
                  source    file:///srv/demo.git  main at 3f2c9d1a0b0c
                  bases     127.0.0.1:5000/base/debian:12  sha256:cccccccccccc… on linux/amd64
                            127.0.0.1:5000/base/debian:12  sha256:dddddddddddd… on linux/arm64
                  built     amd64 6.1 s, arm64 14.8 s · scanned 0 critical, 1 medium, 1 low · 5 attestations · 8 read back with key 5d0c5d0c…
                  tags      20261121-094032-3f2c9d1a0b0c latest
                  promoted  gitops 3f2c9d1a0b0c
                            dev  verified (Healthy)
                            prod  waiting
                  since     09:47:00  reverted to sha256:aaaaaaaaaaaa…, because ada asked for it
                            09:46:00  failed with gate-refused, because acme-tls has a finding.
                            09:45:00  opened run 21, because base updated
                            09:44:00  skipped, because nothing changed
                """, ""));
    }

    @Test
    void whyOfAnImageThatWasNeverPublishedTellsWhatStopsIt() {
        var refused = FactoryJson.image(
                "legacy",
                "blocked",
                "-",
                "\"published\":null,\"open\":" + FactoryJson.underWay(21, "legacy", "scan")
                        + ",\"problem\":{\"code\":\"gate-refused\",\"text\":\"acme-tls has a finding.\",\"advice\":\"Update it.\"}");
        factory.answers("GET /images/legacy/why", "{\"image\":" + refused + ",\"decisions\":[]}");

        assertThat(terminal.type("why", "legacy").out()).isEqualTo("""
                legacy  127.0.0.1:5000/demo/legacy  not published by this factory
                  now       legacy  run 21  scan
                            because base updated 127.0.0.1:5000/base/debian:12  sha256:999999999999… → sha256:cccccccccccc… on linux/amd64
                  gate-refused: acme-tls has a finding.
                  Update it.
                """);
    }

    @Test
    void whyFollowsCausesThroughParentsToWhereTheyBegan() {
        factory.answers(
                "GET /images/portal/why?digest=sha256%3Aeeee",
                """
                {"image":%s,"decisions":[],"chain":{"run":%s,"before":%s,
                "through":[
                {"image":"runtime","run":16,"was":"%s","published":"%s","at":"2026-11-21T09:40:12Z"},
                {"image":"fonts","run":17,"was":null,"published":null,"at":null}],
                "roots":[{"image":"runtime","event":{"source":"/forge","id":"9b0c1d2e-1"},"at":"2026-11-21T09:40:01Z",
                "type":"io.imagefactory.source-pushed","subject":"https://git.test/mono.git",
                "reason":{"kind":"source-changed","was":"%s","now":"%s"}}]}}
                """.formatted(
                                FactoryJson.image("portal", "fresh", "-", none()),
                                FactoryJson.published(),
                                FactoryJson.publishedBefore(),
                                FactoryJson.digest('7').value(),
                                FactoryJson.digest('8').value(),
                                "a".repeat(40),
                                "b".repeat(40)));

        assertThat(terminal.type("why", "portal@sha256:eeee…").out()).isEqualTo("""
                portal  127.0.0.1:5000/demo/portal@sha256:eeeeeeeeeeee…  published 09:40:52, 2 platforms, signed by key 5d0c5d0c…, run 18
                  because   source changed  aaaaaaaaaaaa → bbbbbbbbbbbb   event 9b0c1d2e… at 09:40:01
                  through   runtime  sha256:777777777777… → sha256:888888888888…   run 16, published 09:40:12
                            fonts    published nothing   run 17
                  source    file:///srv/demo.git  main at 3f2c9d1a0b0c
                  bases     127.0.0.1:5000/base/debian:12  sha256:cccccccccccc… on linux/amd64
                            127.0.0.1:5000/base/debian:12  sha256:dddddddddddd… on linux/arm64
                  built     amd64 6.1 s, arm64 14.8 s · scanned 0 critical, 1 medium, 1 low (was 1 critical; gone: DEMO-2026-0001 of acme-tls, fixed in 1.1; new: CVE-2005-2541 of tar, DEMO-2026-0002 of acme-tls, fixed in 1.2) · 5 attestations · 8 read back with key 5d0c5d0c…
                  tags      20261121-094032-3f2c9d1a0b0c latest
                  promoted  gitops 3f2c9d1a0b0c
                            dev  verified (Healthy)
                            prod  waiting
                """);
        assertThat(terminal.type("why", "portal@latest").err())
                .isEqualTo("bad-request: \"latest\" is no digest.\n  Write sha256: and at least 4 of its digits.\n");
    }

    @Test
    void moreRunsThanAPageAreAskedForPageByPage() {
        factory.answers("GET /runs?limit=200", "{\"runs\":[" + FactoryJson.published() + "],\"next\":18}")
                .answers("GET /runs?limit=200&before=18", "{\"runs\":[" + FactoryJson.refused() + "],\"next\":17}")
                .answers("GET /runs?limit=1&before=18", "{\"runs\":[" + FactoryJson.refused() + "],\"next\":17}");

        var ended = terminal.type("runs", "--limit", "1", "--before", "18");

        assertThat(ended.out().lines()).hasSize(2);
        assertThat(ended.err()).isEqualTo("older ones: --before 17\n");
        factory.answers("GET /runs?limit=199&before=17", "{\"runs\":[]}");
        assertThat(terminal.type("runs", "--limit", "201").out().lines()).hasSize(3);
    }

    @Test
    void runsAreATableTheNewestFirst() {
        factory.answers(
                "GET /runs?limit=20&image=portal",
                "{\"runs\":[" + FactoryJson.underWay(21, "portal", "scan") + "," + FactoryJson.published() + ","
                        + FactoryJson.refused() + "]}");

        assertThat(terminal.type("runs", "--image", "portal").out()).isEqualTo("""
                RUN  IMAGE   STATE         OPENED    TOOK    DIGEST                BECAUSE
                21   portal  scan          09:40:32  -       -                     base updated 127.0.0.1:5000/base/debian:12  sha256:999999999999… → sha256:cccccccccccc… on linux/amd64
                18   portal  published     09:40:32  21.0 s  sha256:eeeeeeeeeeee…  base updated 127.0.0.1:5000/base/debian:12  sha256:999999999999… → sha256:cccccccccccc… on linux/amd64
                19   legacy  gate-refused  09:40:32  9.0 s   -                     base updated 127.0.0.1:5000/base/debian:12  sha256:999999999999… → sha256:cccccccccccc… on linux/amd64
                """);
    }

    @Test
    void followedRunEndsWithItsOwnCode() {
        factory.answers("GET /runs/19", FactoryJson.underWay(19, "legacy", "scan"))
                .answers("GET /runs/19", FactoryJson.refused());

        var ended = terminal.type("run", "19", "--follow");

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.err()).isEqualTo("legacy  run 19  scan\nlegacy  run 19  over\n");
        assertThat(ended.out()).startsWith("run 19 of legacy  gate-refused\n  because   base updated ");
    }

    @Test
    void runThatIsOnlyLookedAtEndsWithZero() {
        factory.answers("GET /runs/19", FactoryJson.refused());

        assertThat(terminal.type("run", "19").code()).isZero();
    }

    @Test
    void logsOfAllBuildsComeUnderTheirNames() {
        factory.answers("GET /runs/18", FactoryJson.published())
                .sends("GET /runs/18/logs/build-linux/amd64", "STEP 1\n")
                .sends("GET /runs/18/logs/build-linux/arm64", "STEP 2\n");

        assertThat(terminal.type("logs", "18").out())
                .isEqualTo("== build-linux/amd64\nSTEP 1\n== build-linux/arm64\nSTEP 2\n");
        assertThat(terminal.type("logs", "18", "build-linux/arm64").out()).isEqualTo("STEP 2\n");
        assertThat(terminal.type("logs", "18", "build-linux/arm64", "--json").out())
                .isEqualTo("{\"logs\":[{\"stage\":\"build-linux/arm64\",\"text\":\"STEP 2\\n\"}],\"run\":18}\n");
    }

    @Test
    void stageWithoutALogSaysWhenThereIsOne() {
        assertThat(terminal.type("logs", "18", "scan").err()).isEqualTo("""
                not-found: Run 18 has no log of scan: a stage's log is kept when the stage is over.
                  Type image-factory run 18 to see how far it is.
                """);
    }

    @Test
    void deadLettersAreListedShownAndReplayed() {
        factory.answers("GET /dead-letters", """
                        {"deadLetters":[{"id":"factory.events-0-7","topic":"factory.events","partition":0,"offset":7,
                        "problem":"not UTF-8","received":"2026-11-21T09:00:00Z","replayed":null}]}
                        """)
                .sends("GET /dead-letters/factory.events-0-7", "{broken")
                .answers("POST /dead-letters/factory.events-0-7/replay", "{\"deadLetter\":\"factory.events-0-7\"}");

        assertThat(terminal.type("dead-letters", "list").out()).isEqualTo("""
                ID                  RECEIVED  REPLAYED  PROBLEM
                factory.events-0-7  09:00:00  -         not UTF-8
                """);
        assertThat(terminal.type("dead-letters")).isEqualTo(terminal.type("dead-letters", "list"));
        assertThat(terminal.type("dead-letters", "show", "factory.events-0-7").out())
                .isEqualTo("{broken");
        assertThat(terminal.type("dead-letters", "replay", "factory.events-0-7").out())
                .isEqualTo("replayed factory.events-0-7\n");
    }

    @Test
    void nobodyAtTheUrlIsToldWithTheUrlAndTheNextMove() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var away = new Typed().with("FACTORY_URL", "http://127.0.0.1:" + port);

        assertThat(away.type("status", "--json"))
                .isEqualTo(new Typed.Ended(
                        3,
                        "{\"problem\":{\"advice\":\"Start the factory with ./taskw up, or set FACTORY_URL to where it is.\",\"code\":\"not-reachable\",\"text\":\"http://127.0.0.1:"
                                + port + "/images was asked and nobody answers there.\"}}\n",
                        "not-reachable: http://127.0.0.1:" + port + "/images was asked and nobody answers there.\n"
                                + "  Start the factory with ./taskw up, or set FACTORY_URL to where it is.\n"));
    }

    @Test
    void somethingElseAtTheUrlIsToldByItsStatus() {
        factory.breaks("GET /images", 502, "<html>bad gateway</html>");

        var ended = terminal.type("status");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err())
                .startsWith("not-reachable: " + factory.url()
                        + "/images was asked and answered with status 502 and no problem");
    }

    @Test
    void answerThatIsNoJsonIsTold() {
        factory.sends("GET /images", "hello");

        assertThat(terminal.type("status").err()).startsWith("factory-fault: An answer of 5 bytes is no JSON:");
    }

    @Test
    void codeThatOnlyANewerFactoryKnowsKeepsItsText() {
        factory.refuses("GET /images", 409, "moon-is-full", "It cannot be done now.", "Wait.");

        assertThat(terminal.type("status"))
                .isEqualTo(new Typed.Ended(1, "", "factory-fault: It cannot be done now.\n  Wait.\n"));
    }

    @Test
    void tokenComesFromItsFile() throws Exception {
        var token = Files.writeString(folder.resolve("token"), "s3cret\n");
        factory.answers("GET /images", "{\"images\":[]}");

        terminal.with("FACTORY_TOKEN_FILE", token.toString()).type("status");

        assertThat(factory.asked().getFirst().authorization()).contains("Bearer s3cret");
    }

    @Test
    void tokenFileThatIsNotThereIsWrongConfiguration() {
        var ended = terminal.with("FACTORY_TOKEN_FILE", folder.resolve("none").toString())
                .type("status");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("none cannot be read: there is no such file.");
    }

    @Test
    void urlThatIsNoneIsWrongConfiguration() {
        var ended = new Typed().with("FACTORY_URL", "localhost:8080").type("status");

        assertThat(ended).isEqualTo(new Typed.Ended(2, "", """
                bad-request: FACTORY_URL is "localhost:8080", which is no address of a factory.
                  Set it to a URL like http://127.0.0.1:8080, or unset it.
                """));
    }

    private static String images() {
        return "{\"faults\":[],\"images\":[" + String.join(",", portal(""), legacy(""), postgres("")) + "]}";
    }

    private static String portal(String more) {
        return FactoryJson.image(
                "portal",
                "fresh",
                "fresh: built from what is true now",
                "\"problem\":null,\"digest\":\"" + FactoryJson.digest('e').value()
                        + "\",\"publishedAt\":\"2026-11-21T09:40:52Z\",\"findings\":{\"LOW\":1,\"MEDIUM\":1}" + more);
    }

    private static String legacy(String more) {
        return FactoryJson.image(
                "legacy",
                "blocked",
                "acme-tls has a finding.",
                "\"digest\":null,\"findings\":null,\"problem\":{\"code\":\"gate-refused\",\"text\":\"acme-tls has a finding.\",\"advice\":\"Update it.\"}"
                        + more);
    }

    private static String postgres(String more) {
        return FactoryJson.image(
                "postgres", "external", "built by others", "\"problem\":null,\"digest\":null,\"findings\":null" + more);
    }

    private static String none() {
        return "\"problem\":null,\"digest\":null,\"findings\":null,\"published\":null,\"open\":null";
    }
}
