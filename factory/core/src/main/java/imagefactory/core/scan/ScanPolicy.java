package imagefactory.core.scan;

import java.time.LocalDate;
import java.util.List;

/**
 * What findings an image may be published with.
 *
 * @param ceiling the worst severity that is still allowed
 * @param onlyFixable findings without a fix are shown and do not refuse
 */
public record ScanPolicy(Severity ceiling, boolean onlyFixable, List<Acceptance> accept) {
    public ScanPolicy {
        accept = List.copyOf(accept);
    }

    /** A finding that was looked at and is lived with, until the end of a day (UTC). */
    public record Acceptance(String id, String reason, LocalDate until) {}

    /** The findings that refuse the image, the worst first. */
    public List<Finding> refusing(List<Finding> findings, LocalDate today) {
        return findings.stream()
                .filter(finding -> finding.severity().compareTo(ceiling) > 0)
                .filter(finding -> !onlyFixable || finding.fixed().isPresent())
                .filter(finding -> !isAccepted(finding, today))
                .sorted(java.util.Comparator.comparing(Finding::severity)
                        .reversed()
                        .thenComparing(Finding::id)
                        .thenComparing(Finding::packageName))
                .toList();
    }

    private boolean isAccepted(Finding finding, LocalDate today) {
        return accept.stream()
                .anyMatch(acceptance -> acceptance.id().equals(finding.id()) && !today.isAfter(acceptance.until()));
    }
}
