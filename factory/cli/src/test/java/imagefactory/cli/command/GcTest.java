package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.PlayedFactory;
import imagefactory.cli.Typed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GcTest {
    private static final String PAGE = """
            {"applied":%s,"publications":5,"age":"PT24H","repositories":[%s]%s}""";

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
    void aDryRunIsATableThatSaysWhatItWouldFree() {
        var items = item("a", "\"build-0123456789abcdef\"", 12_000_000, "\"used\":\"2026-11-20T09:00:00Z\",", false)
                + "," + item("b", "", 734, "", false);
        factory.answers(
                        "GET /gc",
                        PAGE.formatted(false, portal(3, items, "null"), ",\"next\":\"ghcr.io/acme/portal-build\""))
                .answers(
                        "GET /gc?after=ghcr.io%2Facme%2Fportal-build",
                        PAGE.formatted(false, repository("worker", 1, "", "null"), ""));

        assertThat(terminal.type("gc")).isEqualTo(new Typed.Ended(0, """
                REPOSITORY                 MANIFEST              TAGS                 SIZE      USED              BECAUSE
                ghcr.io/acme/portal-build  sha256:aaaaaaaaaaaa…  build-0123456789ab…  11.4 MiB  2026-11-20 09:00  nobody names it
                ghcr.io/acme/portal-build  sha256:bbbbbbbbbbbb…  -                    734 B     -                 nobody names it
                2 manifests, 11.4 MiB can be deleted; 4 stay. Nothing was changed: add --apply to delete.
                """, ""));
    }

    @Test
    void nothingLeftIsOneLine() {
        factory.answers("GET /gc", PAGE.formatted(false, portal(3, "", "null"), ""));

        assertThat(terminal.type("gc")).isEqualTo(new Typed.Ended(0, "0 manifests, 0 B can be deleted; 3 stay.\n", ""));
    }

    @Test
    void aRegistryThatDeletesNothingIsToldWithTheRemedy() {
        var items = item("a", "", 1, "", true) + "," + item("b", "", 1, "", false);
        var problem =
                "{\"code\":\"registry-denied\",\"text\":\"DELETE is not allowed there.\",\"advice\":\"Allow deletions.\"}";
        factory.answers("POST /gc", PAGE.formatted(true, portal(0, items, problem), ""));

        assertThat(terminal.type("gc", "--apply")).isEqualTo(new Typed.Ended(1, """
                REPOSITORY                 MANIFEST              TAGS  SIZE  USED  BECAUSE
                ghcr.io/acme/portal-build  sha256:aaaaaaaaaaaa…  -     1 B   -     nobody names it
                ghcr.io/acme/portal-build  sha256:bbbbbbbbbbbb…  -     1 B   -     stays: it is used again, or could not be deleted
                1 manifest, 1 B deleted; 0 stay.
                """, """
                registry-denied: DELETE is not allowed there.
                  Allow deletions.
                """));
    }

    @Test
    void machinesGetAllPagesAsOne() {
        factory.answers("GET /gc", PAGE.formatted(false, portal(3, "", "null"), ",\"next\":\"x\""))
                .answers("GET /gc?after=x", PAGE.formatted(false, portal(4, "", "null"), ""));

        assertThat(terminal.type("gc", "--json").out())
                .isEqualTo(PAGE.formatted(false, portal(3, "", "null") + "," + portal(4, "", "null"), "") + "\n");
    }

    private static String portal(int kept, String items, String problem) {
        return repository("portal", kept, items, problem);
    }

    private static String repository(String name, int kept, String items, String problem) {
        return """
                {"repository":"ghcr.io/acme/%1$s-build","images":["%1$s"],"kept":%2$d,"leftovers":[%3$s],"problem":%4$s}""".formatted(name, kept, items, problem);
    }

    private static String item(String hex, String tags, long bytes, String used, boolean deleted) {
        return """
                {"digest":"sha256:%s","tags":[%s],"bytes":%d,%s"because":"nobody names it","deleted":%s}""".formatted(hex.repeat(64), tags, bytes, used, deleted);
    }
}
