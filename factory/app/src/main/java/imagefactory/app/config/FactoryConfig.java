package imagefactory.app.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that can be set, by {@code factory.*} properties or {@code FACTORY_*} variables of the environment. */
@ConfigMapping(prefix = "factory")
public interface FactoryConfig {
    /** The file that enrols images, or {@code git URL#branch:path}; watched, and a broken one is not taken. */
    @WithDefault("images.yaml")
    String catalog();

    /** Camel endpoint that has git asked for the catalog; a push event for its branch does so at once. */
    String catalogWatch();

    /** Kafka's bootstrap servers. */
    @WithDefault("localhost:9092")
    String brokers();

    /** Folder for caches that can be thrown away: sources, builds, scans. */
    @WithDefault(".run/factory")
    Path work();

    /** Where builds are pushed before they are judged; {@code {registry}} and {@code {repository}} are the image's. */
    @WithDefault("{registry}/{repository}-build")
    String staging();

    /** How long a run is a replica's without a word of it; each stage's result begins it anew. */
    @WithDefault("60S")
    Duration lease();

    Again again();

    /** What becomes of changes that come while an image is being built. */
    interface Again {
        /** Those that come this soon after its run began have the run begin anew. */
        @WithDefault("2S")
        Duration within();

        /** Where ten or more come later, the next run begins no sooner than this after the last one did. */
        @WithDefault("1M")
        Duration calm();
    }

    /** Camel endpoint that events come from. */
    String events();

    /** Camel endpoints that wake the routes. */
    Wake wake();

    /** Camel endpoint that wakes all routes now and then, for whatever a notice missed. */
    String backstop();

    /** How long runs that are over, their events, plans, logs and decisions are kept at least; no shorter than Kafka keeps events. The newest of each image stay. */
    @WithDefault("90D")
    Duration history();

    /** Camel endpoint that has bytes swept away that no open run needs, and what is older than the history. */
    String sweep();

    /** What stays in staging repositories. */
    Gc gc();

    /** Camel endpoint that has the newest of what others publish written into their {@code updates}, after events and once an hour. */
    String externals();

    /** The schedules that the factory ticks itself, as cron's five fields or {@code off}; by default {@code factory.schedules.nightly=0 2 * * *}. Others are ticked from outside, by {@code event schedule}. */
    Map<String, String> schedules();

    /** The time zone that they are meant in. */
    @WithDefault("UTC")
    ZoneId zone();

    /** Camel endpoint that has the schedules looked at. */
    String tick();

    /** How intake waits for PostgreSQL. */
    Intake intake();

    /** How runs rest that wait for an outside system. */
    Rest rest();

    /** How registries are spoken to. */
    Registry registry();

    /** How git is spoken to. */
    Git git();

    /** Where Kargo's manifests are delivered to. */
    Gitops gitops();

    /** {@code kubernetes}: Kargo is told of publications, watched, and asked for rollbacks, by the API server of the pod or of KUBECONFIG; {@code none}: it finds them. */
    @WithDefault("none")
    Kargo kargo();

    /** How builds run. */
    Builds builds();

    /** How images are scanned. */
    Scan scan();

    /** The keys of the factory. */
    Keys keys();

    /** How the HTTP interface is guarded. */
    Http http();

    /** Camel endpoints that wake the routes; at most one wake waits at each. */
    interface Wake {
        /** Looks where the catalog comes from. */
        String catalog();

        /** Looks for events to plan. */
        String plan();

        /** Looks for runs that are due; as many workers as it has consumers. */
        String run();

        /** Looks for announcements to send. */
        String relay();
    }

    /** Who watches what becomes of publications. */
    enum Kargo {
        NONE,
        KUBERNETES
    }

    /** What {@code gc} leaves in staging repositories besides what open runs need. */
    interface Gc {
        /** What the last publications of each image were made of stays in its staging repository: of so many. */
        @WithDefault("5")
        int publications();

        /** What a run has used within this time stays there too. */
        @WithDefault("1D")
        Duration age();
    }

    /** How intake waits for PostgreSQL: in sum below Kafka's max.poll.interval.ms. */
    interface Intake {
        /** Attempts before the poll is given back to Kafka and read anew. */
        @WithDefault("20")
        int retries();

        /** Milliseconds between attempts. */
        @WithDefault("500")
        int retryDelay();
    }

    /** How runs rest that wait for an outside system. */
    interface Rest {
        /** The rest after the first attempt; doubled with each one that follows, less a jitter of up to half. */
        @WithDefault("1S")
        Duration first();

        /** No rest is longer. */
        @WithDefault("5M")
        Duration longest();
    }

    /** How registries are spoken to. */
    interface Registry {
        /** Registries ({@code host:port}) that are spoken to in plain http; no other is. */
        Optional<Set<String>> insecure();

        /** A docker {@code config.json} with {@code auths} and {@code credHelpers}. */
        Optional<Path> config();

        /** PEM files with certificate authorities that are trusted beside the system's. */
        Optional<List<Path>> cas();

        /** Requests at a time to one registry. */
        @WithDefault("8")
        int concurrency();
    }

    /** How git is spoken to. */
    interface Git {
        /** Folder with one credential file for each host. */
        Optional<Path> credentials();
    }

    /** Where Kargo's manifests are delivered to, and for whom they are. */
    interface Gitops {
        /** Clone URL of the GitOps repository that Kargo's manifests are written to; without it they are written by {@code synth} alone. */
        Optional<URI> repository();

        /** Its branch; the repository's default one where empty. */
        Optional<String> branch();

        /** The folder of the manifests in it: what was made there and is no longer enrolled is removed. */
        @WithDefault("kargo")
        String path();

        /** Kargo's project and namespace. */
        @WithDefault("image-factory-kargo")
        String project();

        /** This factory's own URL as seen from the cluster. */
        @WithDefault("http://image-factory.image-factory.svc:8080")
        URI factory();

        /** The image with the command line, which analyses run. */
        @WithDefault("localhost/image-factory/factory:1")
        String commands();

        /** Camel endpoint that has them delivered when the catalog or the bases changed, and looked at once an hour. */
        String watch();
    }

    /** How builds run. */
    interface Builds {
        /** Where builds run: as {@code process} on this machine, or as Jobs of {@code kubernetes}. */
        @WithParentName
        @WithDefault("process")
        Builds.Place place();

        /** The program that builds, and its arguments before the build's own. */
        @WithDefault("image-builder")
        List<String> command();

        /** A build that takes longer is ended. */
        @WithDefault("30M")
        Duration limit();

        /** Builds at a time on this machine. */
        @WithDefault("2")
        int concurrency();

        /** How they run as Jobs. */
        Kubernetes kubernetes();

        /** Where builds run. */
        enum Place {
            PROCESS,
            KUBERNETES
        }

        /** How builds run as Jobs. The cluster is the one that the factory runs in, or that {@code KUBECONFIG} names. */
        interface Kubernetes {
            /** Where they run; made by {@code deploy/kubernetes}. Its quota is what bounds how many run at once. */
            @WithDefault("image-factory-builds")
            String namespace();

            /** The builder's image. */
            @WithDefault("localhost/image-factory/builder:1")
            String image();

            /** What their pods may do: {@code user-namespace}, or one that costs more: {@code root-of-namespace}, {@code host-users}, {@code sys-admin}. */
            @WithDefault("user-namespace")
            String pod();

            /** Processors that a build has at least. */
            @WithDefault("500m")
            String cpu();

            /** Memory that a build has; one that takes more is killed. */
            @WithDefault("2Gi")
            String memory();

            /** Room on the node's disk that a build has; one that takes more is ended. */
            @WithDefault("10Gi")
            String storage();

            /** Labels ({@code key=value}) of the nodes that builds run on, beside their architecture. */
            Optional<List<String>> nodes();

            /** Taints of nodes that builds run on all the same, as {@code kubectl taint} writes them. */
            Optional<List<String>> tolerations();

            /** Platforms that are built on nodes of any architecture, which execute them by emulation. */
            Optional<Set<String>> emulated();

            /** Priority class of the pods. */
            Optional<String> priorityClass();

            /** Secret with the accounts of registries, of type {@code kubernetes.io/dockerconfigjson}. */
            Optional<String> registrySecret();

            /** Secret with one credential file for each git host. */
            Optional<String> gitSecret();

            /** ConfigMap with certificate authorities of registries, {@code *.crt} in PEM. */
            Optional<String> authorities();

            /** Kueue's local queue that starts them. */
            Optional<String> queue();
        }
    }

    /** How images are scanned. */
    interface Scan {
        /** Where scans run: {@code container} on this machine, {@code kubernetes} as Jobs of a cluster. */
        @WithParentName
        @WithDefault("container")
        Scan.Place place();

        /** The image with Trivy in it; never pulled onto this machine, and as nodes of a cluster pull it. */
        @WithDefault("localhost/image-factory/trivy:0.74.0")
        String image();

        /** Where the vulnerability database comes from: a repository of a registry, or {@code none} to use what the folder holds (in a cluster, {@code db} of the claim). */
        @WithDefault("ghcr.io/aquasecurity/trivy-db:2")
        String database();

        /** Folder of the database, in Trivy's cache layout. */
        @WithDefault(".run/trivy-db")
        Path folder();

        /** With an older database runs wait for a new one. */
        @WithDefault("48H")
        Duration maxAge();

        /** A scan that takes longer is ended. */
        @WithDefault("10M")
        Duration limit();

        /** Scans at a time on this machine; in a cluster its quota says how many. */
        @WithDefault("2")
        int concurrency();

        /** How scans run in a cluster. */
        InCluster kubernetes();

        /** Where SARIF files and tables are written for people. */
        @WithDefault(".output")
        Path reports();

        /** Where scans run. */
        enum Place {
            CONTAINER,
            KUBERNETES
        }

        /** How scans run in a cluster. */
        interface InCluster {
            /** Namespace of the Jobs of scans. */
            @WithDefault("image-factory-scans")
            String namespace();

            /** PersistentVolumeClaim there with the vulnerability database: all nodes that scan have to reach it. */
            @WithDefault("trivy-database")
            String claim();

            /** URL of a {@code trivy server} that has the database instead; then there is no claim. */
            Optional<URI> server();

            /** Secret there of type {@code kubernetes.io/dockerconfigjson} with the account that scans read images with. */
            Optional<String> credentials();

            /** A scan that needs more memory is ended. */
            @WithDefault("2Gi")
            String memory();
        }
    }

    /** The keys of the factory. */
    interface Keys {
        /** The private key, in cosign's encrypted form or as PKCS#8. */
        @WithDefault(".run/keys/factory.key")
        Path signing();

        /** A file with the private key's password; absent for a key that is not encrypted. */
        Optional<Path> password();

        /** Public keys whose signatures count, in PEM. */
        @WithDefault(".run/keys/factory.pub")
        List<Path> trusted();
    }

    /** How the HTTP interface is guarded. */
    interface Http {
        /** A file with the bearer token that requests from other machines need; without it they are refused. */
        Optional<Path> token();
    }
}
