package imagefactory.cli.check;

import imagefactory.core.sign.Statement;

/** What people call the things that are signed. */
public final class StatementNames {
    private StatementNames() {}

    /** Of a predicate type; one that is not known is itself. */
    public static String of(String predicateType) {
        return switch (predicateType) {
            case Statement.COSIGN_SIGN -> "signature";
            case Statement.SLSA_PROVENANCE -> "provenance";
            case Statement.CYCLONEDX -> "SBOM";
            case Statement.VULNERABILITIES -> "vulnerability report";
            default -> predicateType;
        };
    }
}
