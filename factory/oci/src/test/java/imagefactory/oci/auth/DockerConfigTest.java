package imagefactory.oci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.oci.auth.Credential.Anonymous;
import imagefactory.oci.auth.Credential.IdentityToken;
import imagefactory.oci.auth.Credential.Login;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigTest {
    @TempDir
    Path folder;

    @Test
    void withoutAFileEverybodyIsAnonymous() throws Exception {
        var account = config().of(Repository.parse("ghcr.io/acme/portal"));

        assertThat(account).isEqualTo(new Account(new Anonymous(), "there is no " + file()));
    }

    @Test
    void longestPathThatFitsWins() throws Exception {
        write("{\"auths\": {\"quay.io\": %s, \"quay.io/acme\": %s, \"quay.io/acme/portal\": %s}}"
                .formatted(auth("host"), auth("team"), auth("image")));

        assertThat(user("quay.io/acme/portal")).isEqualTo("image");
        assertThat(user("quay.io/acme/other")).isEqualTo("team");
        assertThat(user("quay.io/acme/other/deep")).isEqualTo("team");
        assertThat(user("quay.io/acmes/other")).isEqualTo("host");
    }

    @Test
    void hubIsKnownByItsOldAddress() throws Exception {
        write("{\"auths\": {\"https://index.docker.io/v1/\": %s}}".formatted(auth("hub")));

        assertThat(user("debian")).isEqualTo("hub");
        assertThat(config().of(Repository.parse("ghcr.io/a/b")))
                .isEqualTo(new Account(new Anonymous(), file() + " has no entry for ghcr.io"));
    }

    @Test
    void addressesThatDockerOnceWroteAreHosts() throws Exception {
        write("{\"auths\": {\"https://registry.example:5000/v2/\": %s}}".formatted(auth("old")));

        assertThat(user("registry.example:5000/a")).isEqualTo("old");
    }

    @Test
    void passwordMayHoldColonsAndPlainFieldsAreRead() throws Exception {
        write(
                "{\"auths\": {\"a.example\": {\"auth\": \"%s\"}, \"b.example\": {\"username\": \"u\", \"password\": \"p\"}}}"
                        .formatted(base64("me:pass:word")));

        assertThat(config().of(Repository.parse("a.example/x")).credential()).isEqualTo(new Login("me", "pass:word"));
        assertThat(config().of(Repository.parse("b.example/x")).credential()).isEqualTo(new Login("u", "p"));
    }

    @Test
    void changedFileIsReadAgain() throws Exception {
        write("{\"auths\": {\"a.example\": %s}}".formatted(auth("one")));
        var config = config();
        assertThat(config.of(Repository.parse("a.example/x")).credential()).isEqualTo(new Login("one", "secret"));

        write("{\"auths\": {\"a.example\": %s}}".formatted(auth("two")));
        Files.setLastModifiedTime(file(), FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(config.of(Repository.parse("a.example/x")).credential()).isEqualTo(new Login("two", "secret"));
    }

    @Test
    void brokenFileIsARefusalThatShowsNothingOfIt() throws Exception {
        write("{\"auths\": {\"a.example\": {\"auth\": hunter2}}}");

        var problem = catchThrowableOfType(Refused.class, () -> config().of(Repository.parse("a.example/x")))
                .problem();

        assertThat(problem)
                .isEqualTo(new Problem(
                        Code.REGISTRY_DENIED,
                        "The registries' accounts in " + file() + " cannot be read: not JSON at line 1, column 42.",
                        "Mend the file, or write it anew with docker login."));
    }

    @Test
    void helperOfTheHostComesFirstAndTheStoreLast() throws Exception {
        helper("mine", "printf '{\"ServerURL\":\"x\",\"Username\":\"helped\",\"Secret\":\"s\"}'");
        helper("store", "read server; printf '{\"Username\":\"%s\",\"Secret\":\"s\"}' \"$server\"");
        write(
                "{\"auths\": {\"a.example\": %s, \"b.example\": %s, \"c.example\": {}}, \"credHelpers\": {\"a.example\": \"mine\"}, \"credsStore\": \"store\"}"
                        .formatted(auth("file"), auth("file")));

        assertThat(user("a.example/x")).isEqualTo("helped");
        assertThat(user("b.example/x")).isEqualTo("file");
        assertThat(user("c.example/x")).isEqualTo("c.example");
        assertThat(user("debian")).isEqualTo("https://index.docker.io/v1/");
    }

    @Test
    void helperMayKnowNothingOrATokenOnly() throws Exception {
        helper("empty", "echo 'credentials not found in native keychain'; exit 1");
        helper("token", "printf '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'");
        write("{\"credHelpers\": {\"a.example\": \"empty\", \"b.example\": \"token\"}}");

        assertThat(config().of(Repository.parse("a.example/x")).isAnonymous()).isTrue();
        assertThat(config().of(Repository.parse("b.example/x")).credential()).isEqualTo(new IdentityToken("refresh"));
    }

    @Test
    void helperThatFailsIsARefusalWithoutItsWords() throws Exception {
        helper("broken", "echo 'secret words'; exit 3");
        write(
                "{\"credHelpers\": {\"a.example\": \"broken\", \"b.example\": \"gone\", \"c.example\": \"../../bin/sh\"}}");

        assertThat(refused("a.example/x").text())
                .endsWith("docker-credential-broken ended with 3 when it was asked for a.example.");
        assertThat(refused("b.example/x").text()).contains("docker-credential-gone could not be run");
        assertThat(refused("c.example/x").text())
                .isEqualTo("The credential helper \"../../bin/sh\" is not run: its name is no plain word.");
    }

    @Test
    void helperThatHangsIsUnavailableInTime() throws Exception {
        helper("slow", "sleep 60");
        write("{\"credHelpers\": {\"a.example\": \"slow\"}}");
        var begun = System.nanoTime();

        var unavailable = catchThrowableOfType(Unavailable.class, () -> config().of(Repository.parse("a.example/x")));

        assertThat(unavailable).hasMessageContaining("said nothing about a.example within");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new Account(new Login("me", "hunter2"), "somewhere").toString())
                .doesNotContain("hunter2");
        assertThat(new IdentityToken("hunter2").toString()).doesNotContain("hunter2");
    }

    private Problem refused(String repository) {
        return catchThrowableOfType(Refused.class, () -> config().of(Repository.parse(repository)))
                .problem();
    }

    private String user(String repository) throws Exception {
        return ((Login) config().of(Repository.parse(repository)).credential()).user();
    }

    private DockerConfig config() {
        return new DockerConfig(file(), new CredentialHelper(Optional.of(folder), Duration.ofSeconds(2)));
    }

    private Path file() {
        return folder.resolve("config.json");
    }

    private void write(String json) throws Exception {
        Files.writeString(file(), json);
    }

    private void helper(String name, String script) throws Exception {
        var program = Files.writeString(folder.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static String auth(String user) {
        return "{\"auth\": \"" + base64(user + ":secret") + "\"}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
