package imagefactory.builder.dispatch;

import imagefactory.core.build.BuildRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuilderCommandTest {
    @Test
    void plainBuildSaysOnlyWhatItNeeds() throws IOException {
        var request = Requests.request(
                Requests.source("Dockerfile", ""), Requests.recipe(Optional.empty(), Map.of(), Map.of()), false);

        Golden.expect("commands/plain.txt", line(request, Access.NONE));
    }

    @Test
    void everythingThatIsEnrolledArrives() throws IOException {
        var recipe = Requests.recipe(
                Optional.of("runtime"), Map.of("VERSION", "1.2", "EMPTY", ""), Map.of("team", "a, b = \"c\""));
        var request = Requests.request(Requests.source("docker/portal.Dockerfile", "services/portal"), recipe, true);
        var access = new Access(
                Optional.of(Path.of("/etc/factory/config.json")),
                List.of("127.0.0.1:5000", "localhost:5001"),
                List.of(Path.of("/etc/factory/ca.pem"), Path.of("/etc/factory/other.pem")),
                Optional.of(Path.of("/etc/factory/git")));

        Golden.expect("commands/everything.txt", line(request, access));
    }

    private static String line(BuildRequest request, Access access) {
        var places = List.of("--metadata-file=/srv/metadata.json", "--work-dir=/srv/scratch");
        return String.join("\n", BuilderCommand.of(request, access, places)) + "\n";
    }
}
