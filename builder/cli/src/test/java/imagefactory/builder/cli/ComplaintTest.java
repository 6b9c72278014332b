package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.outcome.Problem;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplaintTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BUILD_FAILED    | Error: building at STEP "RUN curl x": while running runtime: connection refused
            BUILD_FAILED    | Error: building at STEP "COPY a /b": copier: stat: "/a": no such file or directory
            BUILD_FAILED    | make: unauthorized
            BASE_MISSING    | Error: creating build container: reading manifest 9 in h/x: manifest unknown: manifest unknown
            NOT_REACHABLE   | Error: creating build container: pinging container registry h: dial tcp 1.2.3.4:443: connect: connection refused
            NOT_REACHABLE   | Error: pinging container registry h: Get "https://h/v2/": http: server gave HTTP response to HTTPS client
            REGISTRY_DENIED | Error: trying to reuse blob sha256:1 at destination: unauthorized: authentication required
            REGISTRY_DENIED | Error: writing blob: initiating layer upload: requested access to the resource is denied
            """)
    void lastWordsOfBuildahSayWhoseFaultItIs(Problem.Code code, String error) {
        assertThat(Complaint.problem("The build", new Child.Ending(125, List.of("before", error)))
                        .code())
                .isEqualTo(code);
    }
}
