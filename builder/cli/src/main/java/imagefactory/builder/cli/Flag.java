package imagefactory.builder.cli;

import java.util.Arrays;
import java.util.Optional;

/** The flags of the command line, named as Kimia and kaniko name theirs where these have them. */
enum Flag {
    CONTEXT("context", "c", Kind.VALUE, "Folder, or git URL (file, https, ssh), of the build context"),
    CONTEXT_SUB_PATH("context-sub-path", "", Kind.VALUE, "Folder in the context that is the context"),
    DOCKERFILE("dockerfile", "f", Kind.VALUE, "Path from the context; with git it may lead out of the sub path"),
    DESTINATION("destination", "d", Kind.LIST, "Where the image is pushed; repeatable"),
    TARGET("target", "t", Kind.VALUE, "The stage to build"),
    BUILD_ARG("build-arg", "", Kind.LIST, "NAME=VALUE, or NAME for its value in the environment; repeatable"),
    LABEL("label", "", Kind.LIST, "NAME=VALUE; repeatable"),
    CUSTOM_PLATFORM("custom-platform", "", Kind.VALUE, "os/arch[/variant]; default: this machine's"),
    FORMAT("format", "", Kind.VALUE, "oci, docker, or auto: docker where OCI would lose an instruction"),
    CACHE("cache", "", Kind.BOOLEAN, "Whether layers of earlier builds are used; default false"),
    CACHE_REPO(
            "cache-repo", "", Kind.VALUE, "Repository that gives and takes layers, of this image and platform alone"),
    CACHE_TTL("cache-ttl", "", Kind.VALUE, "Hours (168h) after which its layers count no more; default 336h"),
    NO_PUSH("no-push", "", Kind.BOOLEAN, "Build only"),
    PUSH_RETRY("push-retry", "", Kind.VALUE, "Attempts to push; default 2"),
    INSECURE_REGISTRY("insecure-registry", "", Kind.LIST, "host[:port] spoken to by http; repeatable"),
    REGISTRY_CERTIFICATE(
            "registry-certificate",
            "",
            Kind.LIST,
            "PEM file, or folder of *.crt, with authorities of registries beside the system's; repeatable"),
    REGISTRY_CONFIG("registry-config", "", Kind.VALUE, "config.json with the accounts of registries"),
    DIGEST_FILE("digest-file", "", Kind.VALUE, "Gets the manifest's digest"),
    IMAGE_NAME_WITH_DIGEST_FILE("image-name-with-digest-file", "", Kind.VALUE, "Gets repository@digest"),
    METADATA_FILE("metadata-file", "", Kind.VALUE, "Gets the outcome as JSON, also when it failed"),
    TERMINATION_LOG("termination-log", "", Kind.VALUE, "Gets the same in at most 4096 bytes, for a kubelet to pass on"),
    GIT_REVISION("git-revision", "", Kind.VALUE, "The commit to build, in full"),
    GIT_BRANCH("git-branch", "", Kind.VALUE, "The branch whose newest commit is built; not with --git-revision"),
    GIT_CREDENTIALS("git-credentials", "", Kind.VALUE, "Folder with files for each git host: HOST, HOST.key, HOST.crt"),
    PIN("pin", "", Kind.LIST, "REFERENCE=DIGEST or REFERENCE|PLATFORM=DIGEST; with one, all are needed; repeatable"),
    EXPECT_CONTEXT("expect-context", "", Kind.VALUE, "Digest that the context must have"),
    WORK_DIR("work-dir", "", Kind.VALUE, "Folder for what this build alone writes; default: the system's"),
    CACHE_DIR(
            "cache-dir",
            "",
            Kind.VALUE,
            "Folder for what builds share: layers, bases, git; default: ~/.cache/image-builder"),
    HELP("help", "h", Kind.BOOLEAN, "Prints this"),
    VERSION("version", "", Kind.BOOLEAN, "Prints the back end's version");

    /** How a flag takes its value. */
    enum Kind {
        /** The last one counts. */
        VALUE,
        /** All count, in order. */
        LIST,
        /** Alone it is true; its value is never the next argument. */
        BOOLEAN
    }

    private final String word;
    private final String letter;
    private final Kind kind;
    private final String help;

    Flag(String word, String letter, Kind kind, String help) {
        this.word = word;
        this.letter = letter;
        this.kind = kind;
        this.help = help;
    }

    Kind kind() {
        return kind;
    }

    String help() {
        return help;
    }

    String word() {
        return word;
    }

    /** @param key with its dashes */
    static Optional<Flag> of(String key) {
        return Arrays.stream(values())
                .filter(flag -> key.equals(flag.toString()) || key.equals("-" + flag.letter))
                .findFirst();
    }

    @Override
    public String toString() {
        return "--" + word;
    }
}
