package imagefactory.builder.dispatch;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a build may know of the factory's environment: where programs, folders, proxies and authorities are. No secrets. */
final class BuilderEnvironment {
    /** Carries the build's folder and attempt through all of its processes, so that each is found again. */
    static final String MARK = "IMAGE_FACTORY_BUILD";

    /** Without UTF-8 the JDK takes file names as ASCII, and no other name can be checked out. */
    private static final String LOCALE = "C.UTF-8";

    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "TZ",
            "TMPDIR",
            "XDG_RUNTIME_DIR",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "JAVA_HOME",
            "CONTAINERS_CONF",
            "CONTAINERS_STORAGE_CONF",
            "CONTAINERS_REGISTRIES_CONF",
            "STORAGE_DRIVER",
            "STORAGE_OPTS",
            "BUILDAH_ISOLATION",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "ALL_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "all_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "GIT_SSL_CAINFO",
            "CURL_CA_BUNDLE");

    private BuilderEnvironment() {}

    static Map<String, String> of(Map<String, String> factory, String mark) {
        var passed = new TreeMap<>(factory);
        passed.keySet().retainAll(PASSED_ON);
        passed.put("LC_ALL", LOCALE);
        passed.put(MARK, mark);
        return passed;
    }
}
