package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    Path folder;

    @Test
    void pairIsMadeOnceAndItsPublicKeyShownAgain() throws Exception {
        var keys = folder.resolve("new/keys");
        var password = Files.writeString(folder.resolve("password"), "s3cret\n").toString();
        var made = new Typed().type("keys", "generate", "--out", keys.toString(), "--password-file", password);

        var shown = new Typed()
                .type("keys", "public", "--key", keys.resolve("factory.key").toString(), "--password-file", password);

        assertThat(made.code()).isZero();
        assertThat(made.out())
                .matches("key [0-9a-f]{64}\n {2}private {2}" + keys + "/factory.key\n {2}public {3}" + keys
                        + "/factory.pub\n");
        assertThat(shown.out()).isEqualTo(Files.readString(keys.resolve("factory.pub")));
        assertThat(Files.getPosixFilePermissions(keys.resolve("factory.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void machinesReadWhereThePairIs() throws Exception {
        var made = new Typed().type("keys", "generate", "--out", folder.toString(), "--json");
        var shown = new Typed()
                .type("keys", "public", "--key", folder.resolve("factory.key").toString(), "--json");

        assertThat(made.out())
                .matches("\\{\"keyId\":\"[0-9a-f]{64}\",\"privateKey\":\"" + folder + "/factory.key\",\"publicKey\":\""
                        + folder + "/factory.pub\"}\n");
        assertThat(shown.out())
                .isEqualTo("{\"publicKey\":\""
                        + Files.readString(folder.resolve("factory.pub")).replace("\n", "\\n") + "\"}\n");
    }

    @Test
    void nothingIsOverwritten() {
        new Typed().type("keys", "generate", "--out", folder.toString());

        var again = new Typed().type("keys", "generate", "--out", folder.toString());

        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("factory.key, and there is a file already.");
    }

    @Test
    void keyThatCannotBeReadIsWrongConfiguration() {
        var ended = new Typed()
                .type("keys", "public", "--key", folder.resolve("none").toString(), "--json");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).startsWith("{\"problem\":{\"advice\":").contains("\"code\":\"key-unreadable\"");
    }
}
