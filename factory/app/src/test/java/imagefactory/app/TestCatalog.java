package imagefactory.app;

/** The images that the tests of the routes build. */
final class TestCatalog {
    static final String YAML = """
            - name: portal
              registry: registry.test
              repository: demo/portal
              source: {url: https://git.test/demo/mono.git, branch: main, dockerfile: portal/Dockerfile}
              tags: ["{date}-{time}-{run}", latest]
            - name: legacy
              registry: registry.test
              repository: demo/legacy
              source: {url: https://git.test/demo/mono.git, branch: main, dockerfile: legacy/Dockerfile}
              platforms: [linux/amd64]
              tags: [latest]
              schedule: weekly
            - name: patient
              registry: registry.test
              repository: demo/patient
              source: {url: https://git.test/demo/patient.git, branch: main, dockerfile: patient/Dockerfile}
              platforms: [linux/amd64]
              tags: [latest]
              rebuildDelay: 7d
              schedule: patient
            - name: manual
              registry: registry.test
              repository: demo/manual
              source: {url: https://git.test/demo/manual.git, branch: main, dockerfile: manual/Dockerfile}
              platforms: [linux/amd64]
              tags: [latest]
              autoRebuild: false
              schedule: manual
            - name: postgres
              registry: docker.io
              repository: library/postgres
            """;

    private TestCatalog() {}
}
