package imagefactory.app.stage;

import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.scan.ScanReport;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Says what is above an image's ceiling, and what to do about it. Pure. */
final class Gate {
    private static final int SHOWN = 5;

    private Gate() {}

    static Optional<Problem> refuse(
            String image, ScanPolicy policy, SortedMap<Platform, ScanReport> found, LocalDate today) {
        var refusing = found.entrySet().stream()
                .flatMap(each -> policy.refusing(each.getValue().findings(), today).stream()
                        .map(finding -> Map.entry(finding, each.getKey())))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(each -> each.getValue().toString(), Collectors.joining(", "))));
        if (refusing.isEmpty()) {
            return Optional.empty();
        }
        var told = refusing.entrySet().stream()
                .limit(SHOWN)
                .map(each -> told(each.getKey(), each.getValue()))
                .collect(Collectors.joining("; "));
        var more = refusing.size() > SHOWN ? "; and " + (refusing.size() - SHOWN) + " more" : "";
        return Optional.of(new Problem(
                Problem.Code.GATE_REFUSED,
                told + more + "; the ceiling for " + image + " is " + policy.ceiling() + ".",
                "Update the package in its Dockerfile, or accept the finding with a reason and an end date under scan.accept. "
                        + "Nothing was published."));
    }

    private static String told(Finding finding, String platforms) {
        return finding.packageName() + " " + finding.installed() + " on " + platforms + " has " + finding.id() + " ("
                + finding.severity().name().toLowerCase(Locale.ROOT)
                + finding.fixed().map(version -> ", fixed in " + version).orElse(", no fix yet") + ")";
    }
}
