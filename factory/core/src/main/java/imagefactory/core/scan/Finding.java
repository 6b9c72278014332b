package imagefactory.core.scan;

import java.util.Optional;

/**
 * A known vulnerability of an installed package.
 *
 * @param id {@code CVE-2023-45853}
 * @param fixed the version that mends it, where there is one
 */
public record Finding(
        String id, Severity severity, String packageName, String installed, Optional<String> fixed, String title) {}
